import { describe, expect, it } from 'vitest';
import { ConfigError, readConfig } from '../../src/config/config.ts';
import { SETTINGS } from '../../src/config/settings.ts';

type Environment = Parameters<typeof readConfig>[0];

const CONNECTION = 'DefaultEndpointsProtocol=https;AccountName=a;AccountKey=c2VjcmV0;EndpointSuffix=core.windows.net';
const ACCOUNT = { name: 'demo', endpoint: 'https://demo.westeurope.batch.azure.com' };
const RESOURCE_ID = '/subscriptions/s/resourceGroups/g/providers/Microsoft.Batch/batchAccounts/demo';

/** The least that is needed, and what is said beside it. */
function environment(overrides: Environment = {}): Environment {
  return { AzureWebJobsStorage: CONNECTION, BATCH_ACCOUNTS: JSON.stringify([ACCOUNT]), ...overrides };
}

function config(overrides: Environment = {}) {
  return readConfig(environment(overrides));
}

function failure(given: Environment): ConfigError {
  try {
    readConfig(given);
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
  throw new Error('Nothing is wrong.');
}

function problems(overrides: Environment): readonly string[] {
  return failure(environment(overrides)).problems;
}

describe('LAMPLIGHTER_OUTBOUND_HOSTS', () => {
  it('names hosts, with or without a port', () => {
    const hosts = (text: string) => config({ LAMPLIGHTER_OUTBOUND_HOSTS: text }).outboundHosts;
    expect(hosts('calendars.corp, localhost:8080,[::1]:80,')).toEqual(['calendars.corp', 'localhost:8080', '[::1]:80']);
    for (const wrong of ['https://calendars.corp', 'a b', '*', 'host:port', 'me@host'])
      expect(() => hosts(wrong)).toThrow('LAMPLIGHTER_OUTBOUND_HOSTS: a list of hosts such as');
  });
});

describe('any setting', () => {
  const refusing = Object.values(SETTINGS).filter(({ parse }) => 'problems' in parse('\u0001'));

  it.each(refusing.map(({ name }) => name))('%s is named if its value is wrong', (name) => {
    expect(problems({ [name]: '\u0001' }).filter((problem) => problem.startsWith(`${name}: `))).toHaveLength(1);
  });
});

describe('LAMPLIGHTER_URL', () => {
  it('is where the platform serves the app, unless something else is said', () => {
    const url = (overrides: Environment) => config(overrides).url;
    expect(url({ WEBSITE_HOSTNAME: 'lamps.azurewebsites.net' })).toBe('https://lamps.azurewebsites.net');
    const both = { WEBSITE_HOSTNAME: 'lamps.azurewebsites.net', LAMPLIGHTER_URL: 'https://lamps.example/' };
    expect(url(both)).toBe('https://lamps.example');
    expect(problems({ LAMPLIGHTER_URL: 'lamps.example' })).toEqual([
      'LAMPLIGHTER_URL: an http or https address is expected',
    ]);
  });
});

describe('LAMPLIGHTER_ACT_LIMITS', () => {
  const limits = (account: string) => JSON.stringify({ accounts: { [account]: { startPerHour: 5 } } });

  it('names only accounts that there are, because a misspelled limit would limit nothing', () => {
    expect(config({ LAMPLIGHTER_ACT_LIMITS: limits('demo') }).actLimits.accounts).toEqual({
      demo: { startPerHour: 5 },
    });
    expect(problems({ LAMPLIGHTER_ACT_LIMITS: limits('dmeo') })).toEqual([
      "LAMPLIGHTER_ACT_LIMITS: 'dmeo' is no account of BATCH_ACCOUNTS",
    ]);
  });

  it('names any account where accounts are found by a tag', () => {
    const source = { subscription: '00000000-0000-0000-0000-000000000000', tag: 'lamplighter=on' };
    const BATCH_ACCOUNTS = JSON.stringify([ACCOUNT, source]);
    const { actLimits } = config({ BATCH_ACCOUNTS, LAMPLIGHTER_ACT_LIMITS: limits('found') });
    expect(actLimits.accounts).toEqual({ found: { startPerHour: 5 } });
  });
});

describe('LAMPLIGHTER_HEALTH_CALLS', () => {
  it('is a number of calls, of which there can be none', () => {
    const calls = (text: string) => config({ LAMPLIGHTER_HEALTH_CALLS: text }).healthCalls;
    expect(['0', '7', ' 600 ', ''].map(calls)).toEqual([0, 7, 600, 60]);
    for (const wrong of ['-1', '1.5', 'many', '1e3'])
      expect(() => calls(wrong)).toThrow('LAMPLIGHTER_HEALTH_CALLS: a whole number such as 60 is expected');
  });
});

describe('LAMPLIGHTER_WORK_CALLS', () => {
  it('is a number of calls, of which a job may need two', () => {
    const calls = (text: string) => config({ LAMPLIGHTER_WORK_CALLS: text }).workCalls;
    expect(['2', ' 600 ', ''].map(calls)).toEqual([2, 600, 200]);
    for (const wrong of ['0', '1', '-1', 'many'])
      expect(() => calls(wrong)).toThrow('LAMPLIGHTER_WORK_CALLS: a whole number from 2 on such as 200 is expected');
  });
});

describe('WEBSITE_AUTH_ENABLED', () => {
  it('is what the platform says of itself, and nothing else', () => {
    const isOn = (text: string | undefined) => config({ WEBSITE_AUTH_ENABLED: text }).platformAuthentication;
    expect(['True', 'true', ' TRUE '].map(isOn)).toEqual([true, true, true]);
    expect(['False', 'false', '', undefined].map(isOn)).toEqual([false, false, false, false]);
    for (const wrong of ['1', 'yes', 'on', 'null'])
      expect(() => isOn(wrong)).toThrow('WEBSITE_AUTH_ENABLED: True or False is expected');
  });
});

describe('WEBHOOK_SECRETS', () => {
  const KEY = `whsec_${Buffer.alloc(24, 1).toString('base64')}`;

  it('has one or more secrets for each source', () => {
    const text = JSON.stringify({ generic: [KEY], 'team-a': [KEY, KEY], 'event-grid': ['any-sixteen-letters'] });
    expect([...config({ WEBHOOK_SECRETS: text }).webhookSecrets]).toEqual(Object.entries(JSON.parse(text)));
  });

  it.each([
    ['no JSON', 'hunter2-hunter2', /a list of 1 to 10 secrets/],
    ['a secret that is in no list', '{"generic":"hunter2-hunter2"}', /a list of 1 to 10 secrets/],
    ['a source without any', '{"generic":[]}', /a list of 1 to 10 secrets/],
    ['a secret where a name is expected', '{"hunter2_hunter2":["x"]}', /the name of a source has/],
    [
      'every secret that is unfit',
      JSON.stringify({ generic: [KEY, 'hunter2-hunter2', 'whsec_hunter2'], 'azure-monitor': ['hunter2'] }),
      /generic\[1\] must be whsec_.*; generic\[2\] must be whsec_.*; azure-monitor\[0\] must have 16 to 200 characters/,
    ],
    ['a secret that can be guessed', '{"generic":["whsec_aHVudGVyMg=="]}', /generic\[0\] must be/],
  ])('is refused with %s, and no secret is repeated', (_, text, expected) => {
    const said = problems({ WEBHOOK_SECRETS: text });
    expect(said).toEqual([expect.stringMatching(/^WEBHOOK_SECRETS: JSON such as /)]);
    expect(said[0]).toMatch(expected);
    expect(said.join()).not.toMatch(/hunter2|aHVudGVyMg/);
  });
});

describe('BATCH_API_VERSION', () => {
  it.each(['2022-10-01.16.0', '2023-11-01.18.0', '2024-02-01.19.0'])(
    '%s is refused: it cannot deallocate',
    (version) => {
      expect(problems({ BATCH_API_VERSION: version })).toEqual([
        `BATCH_API_VERSION: a version of the Batch data plane, 2024-07-01.20.0 or newer, is expected (${version} can neither deallocate nor start nodes)`,
      ]);
    },
  );

  it.each(['2024-07-01.20.0', '2025-06-01', '2026-10-01'])('%s is accepted', (version) => {
    expect(config({ BATCH_API_VERSION: version }).apiVersion).toBe(version);
  });

  it('2024-07-01 is refused: the service knows it with its number only', () => {
    expect(problems({ BATCH_API_VERSION: '2024-07-01' })).toEqual([
      'BATCH_API_VERSION: a version of the Batch data plane, 2024-07-01.20.0 or newer, is expected (2024-07-01 lacks its number, as in 2024-07-01.20.0)',
    ]);
  });

  it.each(['latest', '20.0', '2024-07'])('%s is refused: it is no version', (version) => {
    expect(problems({ BATCH_API_VERSION: version })).toHaveLength(1);
  });
});

describe('readConfig', () => {
  it('needs a storage and an account, and knows the rest', () => {
    expect(config()).toEqual({
      actLimits: { app: {}, account: {}, accounts: {} },
      storage: { kind: 'connection-string', connectionString: CONNECTION },
      accounts: [{ ...ACCOUNT, resourceId: undefined, key: undefined }],
      accountSources: [],
      accountKeys: {},
      apiVersion: '2024-07-01.20.0',
      armEndpoint: 'https://management.azure.com',
      armApiVersion: '2024-07-01',
      tokenScope: 'https://batch.core.windows.net//.default',
      identityClientId: undefined,
      clock: undefined,
      documentsFolder: undefined,
      outboundHosts: [],
      url: undefined,
      healthCalls: 60,
      workCalls: 200,
      platformAuthentication: false,
      webhookSecrets: new Map(),
      unknownSettings: [],
    });
  });

  it.each([
    ['BATCH_API_VERSION', 'apiVersion', '2025-06-01'],
    ['ARM_ENDPOINT', 'armEndpoint', 'https://management.usgovcloudapi.net'],
    ['ARM_API_VERSION', 'armApiVersion', '2025-01-01'],
    ['BATCH_TOKEN_SCOPE', 'tokenScope', 'https://batch.core.usgovcloudapi.net//.default'],
    ['AzureWebJobsStorage__clientId', 'identityClientId', '6b3e'],
    ['LAMPLIGHTER_CLOCK', 'clock', 'http://127.0.0.1:7080/_emulator/clock'],
    ['LAMPLIGHTER_DOCUMENTS', 'documentsFolder', '/home/site/wwwroot/documents'],
    ['LAMPLIGHTER_URL', 'url', 'https://lamps.example'],
  ] as const)('takes %s as %s', (setting, member, value) => {
    expect(config({ [setting]: value })).toEqual({ ...config(), [member]: value });
  });

  it.each([
    ['ARM_ENDPOINT', 'armEndpoint'],
    ['LAMPLIGHTER_CLOCK', 'clock'],
  ] as const)('takes %s with and without a slash at its end', (setting, member) => {
    expect(config({ [setting]: 'https://host/' })[member]).toBe('https://host');
  });

  it.each([
    ['ARM_ENDPOINT', 'armEndpoint', 'https://management.azure.com'],
    ['LAMPLIGHTER_CLOCK', 'clock', undefined],
  ] as const)('takes an empty %s for none', (setting, member, value) => {
    expect(config({ [setting]: '' })[member]).toBe(value);
  });

  it.each([
    ['BATCH_API_VERSION'],
    ['ARM_API_VERSION'],
    ['BATCH_TOKEN_SCOPE'],
    ['AzureWebJobsStorage__clientId'],
    ['LAMPLIGHTER_DOCUMENTS'],
    ['BATCH_ACCOUNT_KEYS'],
  ])('takes an empty %s for none, as it does other settings', (setting) => {
    expect(config({ [setting]: '' })).toEqual(config());
  });
});

describe('the storage', () => {
  const TABLES = 'https://a.table.core.windows.net';
  const QUEUES = 'https://a.queue.core.windows.net';
  const BLOBS = 'https://a.blob.core.windows.net';

  function storageOf(settings: Environment) {
    return config({ AzureWebJobsStorage: undefined, ...settings }).storage;
  }

  it.each<readonly [string, Environment, object]>([
    [
      'the name of an account',
      { AzureWebJobsStorage__accountName: 'a' },
      { kind: 'identity', tables: TABLES, queues: QUEUES, blobs: BLOBS },
    ],
    [
      'two addresses',
      { AzureWebJobsStorage__tableServiceUri: 'https://t', AzureWebJobsStorage__queueServiceUri: 'https://q' },
      { kind: 'identity', tables: 'https://t', queues: 'https://q' },
    ],
    [
      'three addresses',
      {
        AzureWebJobsStorage__tableServiceUri: 'https://t',
        AzureWebJobsStorage__queueServiceUri: 'https://q',
        AzureWebJobsStorage__blobServiceUri: 'https://b',
      },
      { kind: 'identity', tables: 'https://t', queues: 'https://q', blobs: 'https://b' },
    ],
    [
      'an address before the name',
      { AzureWebJobsStorage__accountName: 'a', AzureWebJobsStorage__queueServiceUri: 'https://q' },
      { kind: 'identity', tables: TABLES, queues: 'https://q', blobs: BLOBS },
    ],
    [
      'a connection string before everything else',
      {
        AzureWebJobsStorage: CONNECTION,
        AzureWebJobsStorage__accountName: 'a',
        AzureWebJobsStorage__tableServiceUri: 'https://t',
      },
      { kind: 'connection-string', connectionString: CONNECTION },
    ],
    [
      'a name where the connection string is empty',
      { AzureWebJobsStorage: '', AzureWebJobsStorage__accountName: 'a' },
      { kind: 'identity', tables: TABLES, queues: QUEUES, blobs: BLOBS },
    ],
  ])('is known by %s', (_, settings, expected) => {
    expect(storageOf(settings)).toEqual(expected);
  });

  it.each<readonly [string, Environment]>([
    ['nothing', {}],
    ['an empty connection string', { AzureWebJobsStorage: '' }],
    ['one address of two', { AzureWebJobsStorage__tableServiceUri: 'https://t' }],
    ['the other address of two', { AzureWebJobsStorage__queueServiceUri: 'https://q' }],
  ])('is not known by %s', (_, settings) => {
    expect(problems({ AzureWebJobsStorage: undefined, ...settings })).toEqual([
      'AzureWebJobsStorage: a connection string is missing, or AzureWebJobsStorage__accountName for an identity',
    ]);
  });

  it('is not known by an empty name', () => {
    const settings = { AzureWebJobsStorage: undefined, AzureWebJobsStorage__accountName: '' };
    expect(() => config(settings)).toThrow(ConfigError);
  });
});

describe('the accounts', () => {
  it('are those of BATCH_ACCOUNTS, each with its key', () => {
    const accounts = [
      ACCOUNT,
      { name: 'other', resourceId: RESOURCE_ID },
      { ...ACCOUNT, name: 'third', resourceId: RESOURCE_ID },
    ];
    const settings = {
      BATCH_ACCOUNTS: JSON.stringify(accounts),
      BATCH_ACCOUNT_KEYS: '{"other":"c2VjcmV0","demo":"a2V5"}',
    };
    expect(config(settings).accounts).toEqual([
      { name: 'demo', endpoint: ACCOUNT.endpoint, resourceId: undefined, key: 'a2V5' },
      { name: 'other', endpoint: undefined, resourceId: RESOURCE_ID, key: 'c2VjcmV0' },
      { name: 'third', endpoint: ACCOUNT.endpoint, resourceId: RESOURCE_ID, key: undefined },
    ]);
  });

  it.each([
    ['nothing', undefined, ''],
    ['an empty text', '', ''],
    ['no JSON', '[', ''],
    ['no list', '{"name":"demo"}', ''],
    ['no account', '[]', ''],
    ['no object', '["demo"]', '0: '],
    ['no name', '[{"endpoint":"https://h"}]', '0.name: '],
    ['a name that no account has', '[{"name":"De-mo","endpoint":"https://h"}]', '0.name: '],
    ['a name too short', '[{"name":"de","endpoint":"https://h"}]', '0.name: '],
    ['neither address nor resource', '[{"name":"demo"}]', '0: endpoint or resourceId is missing'],
    ['an address that is none', '[{"name":"demo","endpoint":"demo.batch.azure.com"}]', '0.endpoint: '],
    ['an address of another kind', '[{"name":"demo","endpoint":"ftp://h"}]', '0.endpoint: '],
    ['a resource that is none', '[{"name":"demo","resourceId":"demo"}]', '0.resourceId: '],
    [
      'a member that nobody knows',
      '[{"name":"demo","endpoint":"https://h","region":"x"}]',
      '0: Unrecognized key: "region"',
    ],
    ['a fault in the second', '[{"name":"demo","endpoint":"https://h"},{"name":"x"}]', '1.name: '],
  ])('are not known by %s', (_, text, fault) => {
    const [problem, ...more] = problems({ BATCH_ACCOUNTS: text });
    expect(problem).toMatch(
      /^BATCH_ACCOUNTS: JSON such as \[\{"name":"demo","endpoint":"https:\/\/…"\}\] is expected \(/,
    );
    expect(problem).toContain(fault);
    expect(more).toEqual([]);
  });

  it('are also found in subscriptions and resource groups, by a tag', () => {
    const subscription = '22222222-2222-4222-8222-222222222222';
    const sources = [
      { subscription, tag: 'lamplighter=on' },
      { subscription, resourceGroup: 'batch', tag: 'team=a=b' },
    ];
    const { accounts, accountSources } = config({ BATCH_ACCOUNTS: JSON.stringify(sources) });
    expect(accounts).toEqual([]);
    expect(accountSources).toEqual([
      { subscription, resourceGroup: undefined, tag: { name: 'lamplighter', value: 'on' } },
      { subscription, resourceGroup: 'batch', tag: { name: 'team', value: 'a=b' } },
    ]);
    for (const wrong of [{ subscription }, { subscription: 'mine', tag: 'a=b' }, { subscription, tag: 'a' }])
      expect(problems({ BATCH_ACCOUNTS: JSON.stringify([wrong]) })).toHaveLength(1);
  });

  it('are not known where two have the same name', () => {
    expect(() => config({ BATCH_ACCOUNTS: JSON.stringify([ACCOUNT, ACCOUNT]) })).toThrow(ConfigError);
  });

  it('have keys only for accounts that are there, unless accounts are found by a tag', () => {
    const keys = { BATCH_ACCOUNT_KEYS: '{"demo":"a2V5","dmeo":"a2V5"}' };
    expect(problems(keys)).toEqual(["BATCH_ACCOUNT_KEYS: 'dmeo' is no account of BATCH_ACCOUNTS"]);
    const subscription = '22222222-2222-4222-8222-222222222222';
    const BATCH_ACCOUNTS = JSON.stringify([ACCOUNT, { subscription, tag: 'lamplighter=on' }]);
    expect(config({ ...keys, BATCH_ACCOUNTS }).accountKeys).toEqual({ demo: 'a2V5', dmeo: 'a2V5' });
  });

  it('tell JSON that cannot be read from no setting', () => {
    expect(problems({ BATCH_ACCOUNTS: '[{"name":"demo",}]' })).not.toEqual(problems({ BATCH_ACCOUNTS: undefined }));
  });

  it.each([
    ['no JSON', '{', ''],
    ['no object', '["a2V5"]', ''],
    ['a key that is no text', '{"demo":5}', 'demo: '],
    ['a key that is not Base64', '{"demo":"secret!"}', 'demo: '],
  ])('have no keys in %s', (_, text, fault) => {
    const [problem, ...more] = problems({ BATCH_ACCOUNT_KEYS: text });
    expect(problem).toMatch(/^BATCH_ACCOUNT_KEYS: JSON such as \{"demo":"<base64>"\} is expected \(/);
    expect(problem).toContain(fault);
    expect(more).toEqual([]);
  });
});

describe('a setting that is JSON', () => {
  it.each([
    ['BATCH_ACCOUNTS', '[{"name":"demo","name":"other","endpoint":"https://h"}]', '0.name: '],
    ['BATCH_ACCOUNT_KEYS', '{"demo":"a2V5","demo":"c2VjcmV0"}', 'demo: '],
    ['BATCH_ACCOUNT_KEYS', '{"c2VjcmV0":"a2V5","c2VjcmV0":"a2V5"}', '…: '],
    ['LAMPLIGHTER_ACT_LIMITS', '{"app":{"startPerDay":1},"app":{}}', 'app: '],
    ['LAMPLIGHTER_RETAIL_PRICES', '{"region":"westeurope","region":"eastus"}', 'region: '],
    ['WEBHOOK_SECRETS', '{"event-grid":["c2VjcmV0c2VjcmV0"],"event-grid":["c2VjcmV0c2VjcmV0"]}', '…: '],
  ])('names each member that is given twice: %s', (setting, text, path) => {
    const [problem, ...more] = problems({ [setting]: text });
    expect(problem).toMatch(/^\w+: .* is expected \(/);
    expect(problem).toContain(`(${path}it is given more than once)`);
    expect(problem).not.toContain('c2VjcmV0');
    expect(more).toEqual([]);
  });
});

describe('wrong settings', () => {
  const WRONG = {
    AzureWebJobsStorage: undefined,
    BATCH_ACCOUNTS: '[{"name":"demo"}]',
    BATCH_ACCOUNT_KEYS: '{"demo":"c2VjcmV0!"}',
    ARM_ENDPOINT: 'management.azure.com',
    LAMPLIGHTER_CLOCK: 'file:///clock',
  };

  it('are all said in one error', () => {
    const error = failure(environment(WRONG));
    expect(error.name).toBe('ConfigError');
    expect(error.problems.map((problem) => problem.split(':')[0])).toEqual(Object.keys(WRONG));
    expect(error.problems.slice(3)).toEqual([
      'ARM_ENDPOINT: an http or https address is expected',
      'LAMPLIGHTER_CLOCK: an http or https address is expected',
    ]);
    expect(error.message).toBe(
      `The app settings are not complete:\n${error.problems.map((problem) => `- ${problem}`).join('\n')}`,
    );
  });

  it.each<readonly [string, Environment]>([
    ['a key that is not Base64', { BATCH_ACCOUNT_KEYS: '{"demo":"c2VjcmV0!"}' }],
    ['keys that are not JSON', { BATCH_ACCOUNT_KEYS: '{"demo":"c2VjcmV0"' }],
    ['a key where no account is', { BATCH_ACCOUNTS: '[{"name":"demo","endpoint":"https://h","key":"c2VjcmV0"}]' }],
    ['accounts that are a text', { BATCH_ACCOUNTS: '"c2VjcmV0"' }],
    ['a connection string beside other faults', { BATCH_ACCOUNTS: undefined }],
  ])('are said without their secrets: %s', (_, overrides) => {
    const error = failure(environment(overrides));
    expect(`${error.message} ${error.stack} ${JSON.stringify(error)}`).not.toContain('c2VjcmV0');
  });

  it.each([
    ['a key in the place of a name', 'BATCH_ACCOUNT_KEYS', '{"c2VjcmV0":"my-account"}'],
    ['a password in an address', 'ARM_ENDPOINT', 'ftp://me:c2VjcmV0@host'],
  ])('are said without their secrets also for %s', (_, setting, text) => {
    expect(failure(environment({ [setting]: text })).message).not.toContain('c2VjcmV0');
  });
});
