import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { SETTINGS_DOCUMENTS } from '../../scripts/settings-documents.ts';
import { readConfig } from '../../src/config/config.ts';
import { SETTINGS } from '../../src/config/settings.ts';

describe('the documents of the settings', () => {
  it.each(Object.entries(SETTINGS_DOCUMENTS))('%s is what npm run settings writes', (file, text) => {
    expect(readFileSync(file, 'utf8')).toBe(text());
  });

  it('has settings for the local run which the app accepts', () => {
    const { Values } = JSON.parse(readFileSync('local.settings.sample.json', 'utf8'));
    expect(readConfig(Values).accounts).toMatchObject([{ name: 'demo', endpoint: 'http://127.0.0.1:7080' }]);
  });

  it.each(
    Object.values(SETTINGS).flatMap((setting) => ('default' in setting ? [[setting.name, setting] as const] : [])),
  )('%s has a default that it accepts', (_, setting) => {
    expect(setting.parse(setting.default)).toHaveProperty('value');
  });
});
