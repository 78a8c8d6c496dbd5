import type { PoolCheck } from './context.ts';
import { type Extension, isApplicationHealth } from './extension.ts';
import { exactMember, isThere, isWholeNumber, member, membersOf, textOf } from './located-value.ts';
import { found, type PoolCheckFinding, type PoolCheckRule, when } from './pool-check-rule.ts';
import { EXTENSIONS_PAGE, HEALTH_PAGE, HEALTH_SOURCE } from './sources.ts';

const PROTOCOL: PoolCheckRule = {
  id: 'health-protocol',
  severity: 'error',
  says: 'the protocol is "http", "https" or "tcp"',
  source: HEALTH_PAGE,
};
const NO_PROTOCOL: PoolCheckRule = {
  id: 'health-no-protocol',
  severity: 'warning',
  says: 'without a protocol nothing is probed, and every node is always reported as healthy',
  source: HEALTH_SOURCE,
};
const RANGE: PoolCheckRule = {
  id: 'health-range',
  severity: 'error',
  says: 'a whole number within the bounds is expected: port 1 to 65535, intervalInSeconds 5 to 60, numberOfProbes 1 to 24, gracePeriod 5 to 14400',
  source: HEALTH_PAGE,
};
const NO_PORT: PoolCheckRule = {
  id: 'health-tcp-port',
  severity: 'error',
  says: 'a port is needed with the protocol "tcp"',
  source: HEALTH_PAGE,
};
const AGENT_PORT: PoolCheckRule = {
  id: 'health-agent-port',
  severity: 'warning',
  says: 'port 29879 of 127.0.0.1 is taken by the health server of the Batch node agent. Let your own health server listen on another port, ask the agent there, and combine both answers',
  source: EXTENSIONS_PAGE,
};
const COMPOSITE: PoolCheckRule = {
  id: 'health-composite',
  severity: 'advice',
  says: 'let your health server ask the agent at http://127.0.0.1:29879 as well and combine both answers; otherwise a node counts as healthy whose Batch agent does not work',
  source: EXTENSIONS_PAGE,
};
const NO_PATH: PoolCheckRule = {
  id: 'health-request-path',
  severity: 'error',
  says: 'requestPath is needed with "http" and "https"',
  source: HEALTH_PAGE,
};
const PATH_QUERY: PoolCheckRule = {
  id: 'health-path-query',
  severity: 'warning',
  // assumed: the extension puts requestPath into the address as a path, so that "?" arrives as %3F (Azure/applicationhealth-extension-linux main/health.go).
  says: 'requestPath is a path: the extension sends "?" and "#" in it as part of the path, and the server gets no query',
  source: HEALTH_SOURCE,
};
const TCP_PATH: PoolCheckRule = {
  id: 'health-tcp-path',
  severity: 'error',
  says: 'with the protocol "tcp" requestPath is left out, or empty',
  source: HEALTH_SOURCE,
};
const SETTLE: PoolCheckRule = {
  id: 'health-settle-time',
  severity: 'error',
  says: 'the settle time of the probes (intervalInSeconds * numberOfProbes) cannot exceed 240 seconds',
  source: HEALTH_SOURCE,
};
const UNKNOWN: PoolCheckRule = {
  id: 'health-setting-unknown',
  severity: 'error',
  says: 'the Application Health extension refuses settings that it does not know',
  source: HEALTH_SOURCE,
};
const SECRETS: PoolCheckRule = {
  id: 'health-protected-settings',
  severity: 'error',
  says: 'the Application Health extension takes no protected settings',
  source: HEALTH_SOURCE,
};
const TWICE: PoolCheckRule = {
  id: 'health-twice',
  severity: 'error',
  says: 'a pool has only one source of health',
  source: HEALTH_PAGE,
};
const BINARY: PoolCheckRule = {
  id: 'health-states',
  severity: 'advice',
  says: 'version 1.0 knows two states only; 2.0 knows the rich ones, which the server of the Batch agent speaks as well',
  source: HEALTH_PAGE,
};

export const HEALTH_RULES = [
  PROTOCOL,
  NO_PROTOCOL,
  RANGE,
  NO_PORT,
  AGENT_PORT,
  COMPOSITE,
  NO_PATH,
  PATH_QUERY,
  TCP_PATH,
  SETTLE,
  UNKNOWN,
  SECRETS,
  TWICE,
  BINARY,
];

const BOUNDS = {
  port: [1, 65_535],
  intervalInSeconds: [5, 60],
  numberOfProbes: [1, 24],
  gracePeriod: [5, 14_400],
} as const satisfies Readonly<Record<string, readonly [least: number, most: number]>>;

const NAMES = ['protocol', 'requestPath', 'vmWatchSettings', ...Object.keys(BOUNDS)];
const AGENT = 29_879;
const LONGEST_SETTLE_SECONDS = 240;

/** Checks the settings of the Application Health extension. Batch does not: the extension would fail on each node. */
export const checkApplicationHealth: PoolCheck = ({ extensions }) =>
  extensions
    .filter(isApplicationHealth)
    .flatMap((extension, index) => [
      ...when(index > 0, () => found(TWICE, member(extension.place, 'type'))),
      ...checkVersion(extension),
      ...checkNumbers(extension),
      ...checkProtocol(extension),
      ...checkPort(extension),
    ]);

function checkVersion({ place, version, settings, protectedSettings }: Extension): readonly PoolCheckFinding[] {
  const unknown = membersOf(settings).filter(([name]) => !NAMES.includes(name));
  return [
    ...when(version?.startsWith('1.') === true, () => found(BINARY, member(place, 'typeHandlerVersion'))),
    ...unknown.map(([, setting]) => found(UNKNOWN, setting)),
    ...when(membersOf(protectedSettings).length > 0, () => found(SECRETS, protectedSettings)),
  ];
}

function checkNumbers({ settings }: Extension): readonly PoolCheckFinding[] {
  const outside = Object.entries(BOUNDS).flatMap(([name, [least, most]]) => {
    const setting = exactMember(settings, name);
    return when(isThere(setting) && !isWholeNumber(setting.value, least, most), () =>
      found(RANGE, setting, `${name} is from ${least} to ${most}`),
    );
  });
  const { value: interval = 5 } = exactMember(settings, 'intervalInSeconds');
  const probes = exactMember(settings, 'numberOfProbes');
  const seconds = Number(interval) * Number(probes.value ?? 1);
  const isLong = seconds > LONGEST_SETTLE_SECONDS;
  return [...outside, ...when(isLong, () => found(SETTLE, probes, `${seconds} seconds`))];
}

function checkProtocol({ settings }: Extension): readonly PoolCheckFinding[] {
  const protocol = exactMember(settings, 'protocol');
  if (!isThere(protocol)) return [found(NO_PROTOCOL, protocol)];
  const isTcp = protocol.value === 'tcp';
  const isHttp = protocol.value === 'http' || protocol.value === 'https';
  const path = exactMember(settings, 'requestPath');
  return [
    ...when(!isTcp && !isHttp, () => found(PROTOCOL, protocol)),
    ...when(isHttp && textOf(path) === undefined, () => found(NO_PATH, path)),
    ...when(isTcp && isThere(path) && path.value !== '', () => found(TCP_PATH, path)),
    ...when(isHttp && /[?#]/.test(textOf(path) ?? ''), () => found(PATH_QUERY, path)),
  ];
}

function checkPort({ settings }: Extension): readonly PoolCheckFinding[] {
  const [protocol, port] = [exactMember(settings, 'protocol'), exactMember(settings, 'port')];
  const isProbed = isThere(protocol);
  return [
    ...when(protocol.value === 'tcp' && !isThere(port), () => found(NO_PORT, port)),
    ...when(port.value === AGENT, () => found(AGENT_PORT, port)),
    ...when(isProbed && port.value !== AGENT, () => found(COMPOSITE, isThere(port) ? port : protocol)),
  ];
}
