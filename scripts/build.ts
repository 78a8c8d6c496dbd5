import { BUNDLE, buildApp } from '../src/local/build-app.ts';
import { buildEmulator, EMULATOR_BUNDLE } from './build-emulator.ts';
import { buildNodeHealth, NODE_HEALTH_BUNDLE } from './build-node-health.ts';

await Promise.all([buildApp(), buildEmulator(), buildNodeHealth()]);
process.stdout.write(`${BUNDLE}\n${EMULATOR_BUNDLE}\n${NODE_HEALTH_BUNDLE}\n`);
