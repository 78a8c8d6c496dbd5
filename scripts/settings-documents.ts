import { HOST_SETTINGS } from '../src/config/host-settings.ts';
import type { Setting } from '../src/config/setting.ts';
import { SETTINGS } from '../src/config/settings.ts';

/** The files that are generated from the table in src/config/settings.ts, by path. */
export const SETTINGS_DOCUMENTS: Readonly<Record<string, () => string>> = {
  'docs/settings.md': settingsPage,
  'local.settings.sample.json': localSettings,
};

const ALL: readonly Setting[] = Object.values(SETTINGS);

function settingsPage(): string {
  const own = ALL.filter(({ isPlatforms }) => isPlatforms === undefined);
  const platforms = ALL.filter(({ isPlatforms }) => isPlatforms === true);
  return `<!-- Written by "npm run settings" from src/config/settings.ts: change it there. -->
# App settings

| setting | meaning | without it |
|---|---|---|
${own.map(row).join('\n')}

The app treats an empty setting as missing. If settings are wrong, the app still starts and answers every request with a problem (503) that lists all of them.
A name that begins with \`LAMPLIGHTER_\` and is not in this table has no effect. \`GET /api/health\` warns of it.
Settings marked with 🔒 are secrets. In Azure, use [Key Vault references](https://learn.microsoft.com/azure/app-service/app-service-key-vault-references).

## Set by Azure

Do not set these yourself.

| setting | meaning | without it |
|---|---|---|
${platforms.map(row).join('\n')}

## Read by the Functions host

The app does not read these. \`infra/\` sets them, except the first, which is only in \`local.settings.sample.json\`.

| setting | meaning |
|---|---|
${Object.entries(HOST_SETTINGS)
  .map(([name, meaning]) => `| \`${name}\` | ${meaning} |`)
  .join('\n')}
`;
}

function row(setting: Setting): string {
  const { name, meaning, isSecret } = setting;
  return `| \`${name}\`${isSecret === true ? ' 🔒' : ''} | ${meaning} | ${without(setting)} |`;
}

function without({ default: otherwise, without: words }: Setting): string {
  if (words !== undefined) return words;
  return otherwise === undefined || otherwise === '' ? '' : `\`${otherwise}\``;
}

function localSettings(): string {
  const local = ALL.flatMap(({ name, local: value }) => (value === undefined ? [] : [[name, value]]));
  const values = { FUNCTIONS_WORKER_RUNTIME: 'node', ...Object.fromEntries(local) };
  return `${JSON.stringify({ IsEncrypted: false, Values: values }, null, 2)}\n`;
}
