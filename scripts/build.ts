import { APP_FOLDER, buildAppFolder } from './app-folder.ts';
import { buildEmulator, EMULATOR_BUNDLE } from './build-emulator.ts';
import { buildNodeHealth, NODE_HEALTH_BUNDLE } from './build-node-health.ts';
import { buildPolicy, POLICY_BUNDLE } from './build-policy.ts';

await Promise.all([buildAppFolder(), buildEmulator(), buildNodeHealth(), buildPolicy()]);
process.stdout.write(`${APP_FOLDER}\n${EMULATOR_BUNDLE}\n${NODE_HEALTH_BUNDLE}\n${POLICY_BUNDLE}\n`);
