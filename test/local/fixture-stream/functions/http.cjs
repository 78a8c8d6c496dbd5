const { app } = require('@azure/functions');

app.setup({ enableHttpStream: true });

const release = Promise.withResolvers();
const failure = Promise.withResolvers();

app.http('echo', {
  methods: ['GET', 'POST'],
  route: 'things/{id}',
  authLevel: 'function',
  handler: async (request) => ({
    status: 201,
    headers: { 'x-name': 'echo' },
    jsonBody: {
      url: request.url,
      method: request.method,
      params: request.params,
      query: Object.fromEntries(request.query),
      header: request.headers.get('x-some'),
      body: await request.text(),
    },
  }),
});

app.http('pieces', {
  methods: ['GET'],
  authLevel: 'anonymous',
  handler: () => ({
    body: (async function* () {
      yield Buffer.from('one');
      await release.promise;
      yield Buffer.from('two');
    })(),
  }),
});

app.http('release', { methods: ['POST'], authLevel: 'anonymous', handler: () => release.resolve() ?? { status: 204 } });

app.http('breaks', {
  methods: ['GET'],
  authLevel: 'anonymous',
  handler: () => ({
    body: (async function* () {
      yield Buffer.from('one');
      await failure.promise;
    })(),
  }),
});

app.http('break', {
  methods: ['POST'],
  authLevel: 'anonymous',
  handler: () => failure.reject(new Error('no luck')) ?? { status: 204 },
});

app.http('fails', { methods: ['PUT'], authLevel: 'anonymous', handler: () => Promise.reject(new Error('no luck')) });
