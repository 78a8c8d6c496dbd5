import { startStorage } from '../../src/local/storage/start-storage.ts';

// A storage account in a process of its own, so that what it costs is not counted as ours: its first line is where it listens.
const { connectionString } = await startStorage();
process.stdout.write(`${JSON.stringify({ connectionString })}\n`);
process.once('disconnect', () => process.exit());
