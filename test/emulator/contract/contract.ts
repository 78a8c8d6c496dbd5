import { readFileSync } from 'node:fs';
import { Ajv, type ValidateFunction } from 'ajv';
import { type FormatsPlugin, default as formats } from 'ajv-formats';
import { parse } from 'yaml';
import { specificationOf } from './apply-changes.ts';
import { DATA_PLANE, MANAGEMENT_PLANE, STATUS_OF_CODE } from './changes.ts';
import { type Swagger, type SwaggerOperation, type SwaggerResponse, toJsonSchema } from './swagger.ts';

/** A request with its answer. */
export interface Exchange {
  readonly method: string;
  readonly url: URL;
  readonly sent: Readonly<Record<string, string>>;
  readonly status: number;
  readonly headers: Headers;
  /** `undefined` where none came. */
  readonly body: unknown;
}

/** What was found of an exchange. */
export interface Finding {
  /** The operation of the specification, as `GET /pools/{}`; `undefined` if it has none for the path. */
  readonly operation: string | undefined;
  /** What is not as specified; empty if all is. */
  readonly breaches: readonly string[];
}

interface Described {
  readonly template: string;
  readonly pattern: RegExp;
  readonly methods: Readonly<Record<string, SwaggerOperation>>;
}

/** One version of one plane. */
interface Version {
  readonly swagger: Swagger;
  readonly paths: readonly Described[];
  readonly whole: Ajv;
  /** For answers from which the caller picked members. */
  readonly partial: Ajv;
  readonly compiled: Map<string, ValidateFunction>;
}

/** The Batch REST API as it is published: every answer can be held to it. What a version needs is compiled once. */
export class Contract {
  readonly #data: Swagger;
  readonly #management: Swagger;
  readonly #versions = new Map<string, Version>();
  /** Operations that were answered with success and as specified, as `GET /pools/{}`. */
  readonly held = new Set<string>();

  constructor(folder: string) {
    this.#data = parse(readFileSync(`${folder}/azure-batch.yml`, 'utf8')) as Swagger;
    this.#management = parse(readFileSync(`${folder}/batchmanagementclient.yml`, 'utf8')) as Swagger;
  }

  /** @throws Error that says everything in which an answer is not as specified */
  check(exchange: Exchange): void {
    const { operation, breaches } = this.examine(exchange);
    const { method, url, status, body } = exchange;
    if (breaches.length === 0) {
      if (operation !== undefined && status < 300) this.held.add(operation);
      return;
    }
    throw new Error(
      `${method} ${url.pathname}${url.search} answered ${status}, which is not as specified:\n${breaches.map((breach) => `- ${breach}`).join('\n')}\n${JSON.stringify(body)}`,
    );
  }

  examine(exchange: Exchange): Finding {
    const { method, url } = exchange;
    const plane = planeOf(url);
    const version = this.#version(plane, url.searchParams.get('api-version') ?? '');
    const described = version.paths.find(({ pattern }) => pattern.test(url.pathname));
    const operation = described?.methods[method.toLowerCase()];
    if (described === undefined || operation === undefined) {
      return { operation: undefined, breaches: this.#unknown(version, plane, exchange) };
    }
    return {
      operation: operationKey(method, described.template),
      breaches: [
        ...headerBreaches(plane, exchange),
        ...this.#answerBreaches(version, `${method} ${described.template}`, { operation, exchange }),
        ...codeBreaches(exchange),
      ],
    };
  }

  /** Where there is no such operation, only a refusal can be right. */
  #unknown(version: Version, plane: Plane, exchange: Exchange): readonly string[] {
    if (exchange.status < 400) return ['The specification has no such operation in this version.'];
    const schema = { schema: { $ref: `#/definitions/${plane === 'data' ? 'BatchError' : 'CloudError'}` } };
    return [
      ...headerBreaches(plane, exchange),
      ...bodyBreaches(version, `error of ${plane}`, { response: schema, exchange }),
      ...codeBreaches(exchange),
    ];
  }

  #answerBreaches(
    version: Version,
    name: string,
    { operation, exchange }: { readonly operation: SwaggerOperation; readonly exchange: Exchange },
  ): readonly string[] {
    const { status } = exchange;
    if (status === 304) return notModifiedBreaches(exchange);
    const specified = operation.responses[status];
    if (specified === undefined && status < 400) {
      const known = Object.keys(operation.responses).filter((key) => key !== 'default');
      return [`The status is ${status}; specified: ${known.join(', ')}.`];
    }
    const response = specified ?? operation.responses['default'] ?? {};
    return [
      ...(specified === undefined ? [] : specifiedHeaderBreaches(specified, exchange)),
      ...bodyBreaches(version, `${name} ${specified === undefined ? 'default' : status}`, { response, exchange }),
    ];
  }

  #version(plane: Plane, apiVersion: string): Version {
    const key = `${plane} ${apiVersion}`;
    const known = this.#versions.get(key);
    if (known !== undefined) return known;
    const swagger =
      plane === 'data'
        ? specificationOf(apiVersion, this.#data, DATA_PLANE)
        : specificationOf(apiVersion, this.#management, MANAGEMENT_PLANE);
    const version = { swagger, paths: describe(swagger), whole: ajv(), partial: ajv(), compiled: new Map() };
    this.#versions.set(key, version);
    return version;
  }
}

/** One name for an operation whatever its parameters are called. */
export function operationKey(method: string, template: string): string {
  return `${method} ${template.replaceAll(/\{\w+\}/g, '{}')}`;
}

type Plane = 'data' | 'management';

function planeOf({ pathname }: URL): Plane {
  return /^\/(subscriptions|providers)\//i.test(pathname) ? 'management' : 'data';
}

/** Paths with the fewest parameters first, so that a fixed word is found before a parameter that would match it too. */
function describe(swagger: Swagger): readonly Described[] {
  const parameters = (template: string) => template.split('{').length;
  return Object.entries(swagger.paths)
    .map(([template, methods]) => ({ template, methods, pattern: patternOf(template) }))
    .toSorted((a, b) => parameters(a.template) - parameters(b.template));
}

function patternOf(template: string): RegExp {
  const pattern = template
    .replaceAll(/[.*+?^$()|[\]\\]/g, '\\$&')
    .replaceAll('{filePath}', '.+')
    .replaceAll(/\{\w+\}/g, '[^/]+');
  return new RegExp(`^${pattern}/?$`, 'i');
}

/** Durations of the service may have fractions, and its "for ever" has many days. */
const DURATION = /^P(?=.)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?$/;

function ajv(): Ajv {
  const made = new Ajv({ strict: false, allErrors: true, logger: false, inlineRefs: false });
  (formats as unknown as FormatsPlugin)(made);
  return made.addFormat('duration', DURATION).addFormat('decimal', true).addFormat('arm-id', /^\//);
}

function bodyBreaches(
  version: Version,
  name: string,
  { response, exchange }: { readonly response: SwaggerResponse; readonly exchange: Exchange },
): readonly string[] {
  const { body, method, url } = exchange;
  if (method === 'HEAD') return [];
  if (response.schema === undefined) return body === undefined ? [] : ['There is a body; none is specified.'];
  if (body === undefined) return ['There is no body.'];
  const validate = validator(version, name, { response, partial: url.searchParams.has('$select') });
  if (validate(body)) return [];
  return (validate.errors ?? []).map(({ instancePath, message, params }) => {
    const detail = params as { readonly additionalProperty?: string; readonly allowedValues?: readonly string[] };
    const named = detail.additionalProperty ?? detail.allowedValues?.join(', ');
    return `body${instancePath} ${message}${named === undefined ? '' : `: ${named}`}`;
  });
}

function validator(
  version: Version,
  name: string,
  { response, partial }: { readonly response: SwaggerResponse; readonly partial: boolean },
): ValidateFunction {
  const key = `${name}${partial ? ' partial' : ''}`;
  const known = version.compiled.get(key);
  if (known !== undefined) return known;
  const { swagger } = version;
  const instance = partial ? version.partial : version.whole;
  const id = partial ? 'partial' : 'whole';
  if (instance.getSchema(id) === undefined)
    instance.addSchema({ $id: id, definitions: definitionsOf(swagger, partial) });
  const root = toJsonSchema(response.schema ?? {}, swagger, partial);
  const validate = instance.compile(JSON.parse(JSON.stringify(root).replaceAll('"#/', `"${id}#/`)) as object);
  version.compiled.set(key, validate);
  return validate;
}

function definitionsOf(swagger: Swagger, partial: boolean): object {
  return Object.fromEntries(
    Object.entries(swagger.definitions).map(([name, schema]) => [name, toJsonSchema(schema, swagger, partial)]),
  );
}

/** Headers that an answer has whatever the operation. */
function headerBreaches(plane: Plane, { sent, headers, body }: Exchange): readonly string[] {
  const wantsId = sent['return-client-request-id']?.toLowerCase() === 'true' && sent['client-request-id'] !== undefined;
  const missing = [
    ...(plane === 'data' ? ['request-id', 'dataserviceversion'] : ['x-ms-request-id']),
    ...(plane === 'data' && wantsId ? ['client-request-id'] : []),
  ].filter((name) => !headers.has(name));
  const type = headers.get('content-type');
  return [
    ...missing.map((name) => `The header ${name} is missing.`),
    ...(body !== undefined && !isTypeOf(body, type ?? '') ? [`The content type is ${type}.`] : []),
  ];
}

/** The content of a file is a text, and everything else is JSON. */
function isTypeOf(body: unknown, type: string): boolean {
  return (typeof body === 'string' ? /^application\/octet-stream/ : /^application\/json/).test(type);
}

/**
 * Headers that the specification lists for an answer. It calls none of them required; the id of the caller is echoed only
 * on request, and only what has a tag and a date in its body, or is new, is sure to have them in its headers.
 */
function specifiedHeaderBreaches(response: SwaggerResponse, { status, headers, body }: Exchange): readonly string[] {
  const tagged = status === 201 || (typeof body === 'object' && body !== null && ('eTag' in body || 'etag' in body));
  const listed = Object.keys(response.headers ?? {}).map((name) => name.toLowerCase());
  const isOptional = (name: string) =>
    name === 'client-request-id' || ((name === 'etag' || name === 'last-modified') && !tagged);
  return [
    ...listed.filter((name) => !isOptional(name) && !headers.has(name)).map((name) => `The header ${name} is missing.`),
    ...(headers.has('last-modified') && Number.isNaN(Date.parse(headers.get('last-modified') ?? ''))
      ? ['The header last-modified is no date.']
      : []),
  ];
}

function notModifiedBreaches({ sent, body }: Exchange): readonly string[] {
  const isConditional = Object.keys(sent).some((name) => /^if-(none-match|modified-since)$/i.test(name));
  return [
    ...(isConditional ? [] : ['The status is 304, and no condition was sent.']),
    ...(body === undefined ? [] : ['An answer 304 has no body.']),
  ];
}

function codeBreaches({ status, body }: Exchange): readonly string[] {
  const { code, error } = (body ?? {}) as { readonly code?: string; readonly error?: { readonly code?: string } };
  const named = status < 400 ? undefined : (code ?? error?.code);
  const published = named === undefined ? undefined : STATUS_OF_CODE[named];
  return published === undefined || published === status
    ? []
    : [`The status of ${named} is ${status}; published: ${published}.`];
}
