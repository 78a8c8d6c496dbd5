import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

interface Package {
  readonly engines?: { readonly node?: string };
  readonly optional?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

function read<Content>(path: string): Content {
  return JSON.parse(readFileSync(path, 'utf8')) as Content;
}

const project = read<Package>('package.json');
const older = read<Package>('bin/older-node/package.json');
const lock = read<{ readonly packages: Readonly<Record<string, Package>> }>('package-lock.json');

describe('npm ci', () => {
  it('lays a Node of its own exactly where that of the machine does not run the project', () => {
    expect(project.engines?.node).toBe('^22.18 || >=23.6');
    expect(older.engines?.node).toBe('<22.18 || >=23.0.0 <23.6');
    expect(project.optionalDependencies).toEqual({ 'node-for-older-machines': 'file:bin/older-node' });
    for (const name of Object.keys(older.optionalDependencies ?? {}))
      expect({ name, optional: lock.packages[`node_modules/${name}`]?.optional }).toEqual({ name, optional: true });
  });

  it('leaves out what nothing calls', () => {
    const needed = Object.entries(lock.packages).filter(([, { optional }]) => optional !== true);
    expect(needed.length).toBeLessThan(420);
    expect(needed.filter(([path]) => path.includes('@opentelemetry/')).length).toBeLessThan(5);
  });
});
