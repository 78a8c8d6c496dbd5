import { composePorts, evaluateAll, makeDue } from './app-world.ts';
import type { Services } from './services.ts';

// The app in a process of its own, which evaluates every pool some times and says how much memory it has taken at the most.
const ports = composePorts(JSON.parse(process.argv[2] ?? '') as Omit<Services, 'close'>);
for (let tick = 0; tick < 4; tick += 1) {
  await makeDue(ports);
  await evaluateAll(ports);
}
const mebibytes = Math.round(process.resourceUsage().maxRSS / 1024);
process.stdout.write(`${JSON.stringify({ mebibytes })}\n`);
process.exit();
