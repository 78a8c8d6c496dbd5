import { buildChangedApp } from '../../src/local/build-app.ts';

/** Bundles the app once, before files of tests in several processes load it. */
export async function setup(): Promise<void> {
  await buildChangedApp();
}
