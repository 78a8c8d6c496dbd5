import { BUNDLE, buildApp } from '../src/local/build-app.ts';
import { buildEmulator, EMULATOR_BUNDLE } from './build-emulator.ts';

await Promise.all([buildApp(), buildEmulator()]);
process.stdout.write(`${BUNDLE}\n${EMULATOR_BUNDLE}\n`);
