import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { commandsOf, PAGES, type PageCommand } from '../support/commands-in-pages.ts';
import { faultOf } from './support/command-faults.ts';

/** Blocks that a test runs as they stand. */
const WALKED: readonly { readonly page: string; readonly sections?: readonly string[]; readonly by: string }[] = [
  { page: 'README.md', sections: ['Light some lamps'], by: 'test/local/npm-start.test.ts' },
  { page: 'README.md', sections: ['Say what you want'], by: 'test/local/pages-walk.test.ts' },
  { page: 'docs/first-week.md', by: 'test/local/pages-walk.test.ts' },
  { page: 'docs/health.md', by: 'test/local/pages-walk.test.ts' },
  { page: 'docs/recipes.md', by: 'test/docs/documents-in-docs.test.ts' },
  { page: 'docs/deploy.md', sections: ['Observe a pool', 'Enforce'], by: 'test/local/deploy-walk.test.ts' },
];

/**
 * Commands of others that can only be read here, each by how it begins: they need Azure, GitHub, the init system of a node, or what
 * the reader has. A new one belongs here, or better into a walk.
 */
const OTHERS: readonly string[] = [
  // of Azure
  'az ad app create --display-name',
  'az ad app federated-credential create --id',
  'az ad app update --id',
  'az ad sp create --id',
  'az batch',
  'az eventgrid event-subscription create --name',
  'az functionapp deployment source config-zip -g',
  'az functionapp function keys set -g',
  'az monitor action-group create --resource-group',
  'az provider register -n Microsoft.App',
  'az role assignment delete --assignee',
  'az role definition list --scope',
  'az storage container immutability-policy lock --account-name',
  'azd down --purge',
  'azd provision',
  'azd up',
  'func start',
  'xargs -n1 az role definition delete --scope',
  // of GitHub
  'gh attestation verify lamplighter-VERSION.zip --repo',
  // the start task of a node
  'install -D -m 0644 node-health.mjs',
  'cat > /etc/systemd/system/node-health.service',
  'systemctl ',
  'set -euo pipefail',
  'curl http://127.0.0.1:29880/health',
  // what is done with an answer
  'jq ',
  'while read -r name',
  // the signature of a message, step by step
  'body=',
  'id=msg_',
  'at=$(date +%s)',
  'key=$(printf %s',
  'base64 -d',
  'xxd -p -c 200)',
  'signature=$(printf %s',
  'openssl dgst -sha256 -mac HMAC',
  'base64)',
  // the host's own address
  'curl -f',
  'curl -X POST -H "x-functions-key: $MASTER_KEY"',
  // a setting, as a line of a file
  'LAMPLIGHTER_ACT_LIMITS=',
];

function isWalked({ page, section, kind }: PageCommand): boolean {
  return (
    kind === 'block' &&
    WALKED.some((one) => one.page === page && (one.sections === undefined || one.sections.includes(section)))
  );
}

function isOfOthers({ text }: PageCommand): boolean {
  return OTHERS.some((known) => text.startsWith(known));
}

describe('the commands of the pages', () => {
  const commands = PAGES.flatMap(commandsOf);

  it('are run by tests, or are what their programs take', async () => {
    const faults: string[] = [];
    for (const command of commands.filter((one) => !isWalked(one) && !isOfOthers(one))) {
      const fault = await faultOf(command);
      if (fault !== undefined) faults.push(`${command.place} ${command.text}: ${fault}`);
    }
    expect(faults).toEqual([]);
  });

  it.each(WALKED)('are run by $by for $page', ({ page, by }) => {
    expect(commands.filter((one) => one.page === page && isWalked(one)).length).toBeGreaterThan(0);
    expect(existsSync(by)).toBe(true);
  });

  it('have no entry in the table that no page has', () => {
    const unused = OTHERS.filter((known) => !commands.some(({ text }) => text.startsWith(known)));
    expect(unused).toEqual([]);
  });

  it.each([
    ['npx lamplighter explain demo/render --nods', "unknown option '--nods'"],
    ['npx lamplighter explan', "there is no command 'explan'"],
    ['npm run biuld', "there is no script 'biuld'"],
    ['npm start -- --sped 4', "unknown option '--sped'"],
    ['npm run emulator -- --prot 1', 'emulator has no --prot'],
    ['curl "$APP/api/shedules"', 'the API has no GET shedules'],
    ['azd env set LAMPLIGHTER_TYPO 1', 'the templates read no LAMPLIGHTER_TYPO'],
    ['az vm delete', 'no test runs it'],
  ])('would be missed if one were %s', async (text, fault) => {
    const command = { page: 'new.md', place: 'new.md:1', section: '', kind: 'block', text } as const;
    expect([isWalked(command), isOfOthers(command)]).toEqual([false, false]);
    expect(await faultOf(command)).toContain(fault);
  });
});
