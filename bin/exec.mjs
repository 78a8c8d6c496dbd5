#!/usr/bin/env node
// `exec` of a shell, for the one that has none (Windows): npm finds it in node_modules/.bin. A shell that has it never runs this.
import { spawn } from 'node:child_process';

const [command = 'node', ...parameters] = process.argv.slice(2);
spawn(command, parameters, { stdio: 'inherit' }).on('exit', (code) => process.exit(code ?? 1));
