import { BUNDLE, buildApp } from '../src/local/build-app.ts';

await buildApp();
process.stdout.write(`${BUNDLE}\n`);
