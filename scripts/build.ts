import { APP_FOLDER, buildAppFolder } from './app-folder.ts';
import { buildEmulator, EMULATOR_BUNDLE } from './build-emulator.ts';
import { buildNodeHealth, NODE_HEALTH_BUNDLE } from './build-node-health.ts';

await Promise.all([buildAppFolder(), buildEmulator(), buildNodeHealth()]);
process.stdout.write(`${APP_FOLDER}\n${EMULATOR_BUNDLE}\n${NODE_HEALTH_BUNDLE}\n`);
