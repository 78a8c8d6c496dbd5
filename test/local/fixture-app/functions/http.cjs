const { app } = require('@azure/functions');

const echo = (name) => async (request) => ({
  status: 201,
  headers: { 'x-name': name },
  jsonBody: {
    name,
    method: request.method,
    params: request.params,
    query: Object.fromEntries(request.query),
    header: request.headers.get('x-some'),
    body: await request.text(),
  },
});

app.http('echo', { methods: ['GET', 'POST'], route: 'things/{id}', authLevel: 'function', handler: echo('echo') });
app.http('all', { methods: ['GET'], route: '{*rest}', authLevel: 'anonymous', handler: echo('all') });
app.http('fails', { methods: ['PUT'], authLevel: 'anonymous', handler: () => Promise.reject(new Error('no luck')) });
app.http('zz-hidden', { methods: ['GET'], route: 'hidden', authLevel: 'anonymous', handler: echo('zz-hidden') });
