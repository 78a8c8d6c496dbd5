import { readFileSync } from 'node:fs';
import { ACCEPTED } from './third-party-notices.ts';

interface LockedPackage {
  readonly version?: string;
  readonly license?: string;
  readonly dev?: boolean;
  /** A folder of this project. */
  readonly link?: boolean;
  readonly optional?: boolean;
}

const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
  readonly packages: Readonly<Record<string, LockedPackage>>;
};

/** The packages that the app, the command line and the emulator are made of; those for development, and binaries of other machines, are given on to nobody. */
const given = Object.entries(lock.packages).filter(
  ([path, { dev, link, optional }]) =>
    path.startsWith('node_modules/') && link !== true && dev !== true && optional !== true,
);

const byLicense = Map.groupBy(given, ([, { license = 'none stated' }]) => license);
for (const [license, packages] of [...byLicense].toSorted((a, b) => b[1].length - a[1].length))
  process.stdout.write(`${String(packages.length).padStart(5)}  ${license}\n`);

const refused = given.filter(([, { license = '' }]) => !isAccepted(license));
for (const [path, { version, license = 'no licence stated' }] of refused)
  process.stderr.write(`${path.replace(/^.*node_modules\//, '')} ${version}: ${license}\n`);
process.stdout.write(`${given.length} packages, ${refused.length} whose licence is not accepted\n`);
process.exitCode = refused.length === 0 ? 0 : 1;

/** Of a choice one is enough: `(MIT OR Apache-2.0)`. */
function isAccepted(expression: string): boolean {
  const choices = expression.replaceAll(/[()]/g, '').split(' OR ');
  return choices.some((choice) => choice.split(' AND ').every((license) => ACCEPTED.has(license)));
}
