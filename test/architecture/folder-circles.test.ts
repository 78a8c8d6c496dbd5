import { describe, expect, it } from 'vitest';
import { folderCircles, modulesIn } from '../../scripts/folder-circles.ts';

describe('the folders of a part', () => {
  it('never need each other', async () => {
    expect(folderCircles(await modulesIn('src'))).toEqual([]);
  });

  it('are seen to need each other in a deliberate breach, though no two files do', async () => {
    const breach = 'test/architecture/breach/src/app';
    expect(folderCircles(await modulesIn('test/architecture/breach'))).toEqual([
      {
        folders: [`${breach}/pools`, `${breach}/savings`],
        imports: [
          `${breach}/pools/folder-circle.ts -> ${breach}/savings/savings.ts`,
          `${breach}/savings/savings.ts -> ${breach}/pools/pool.ts`,
        ],
      },
    ]);
  });

  it('are two where one lies in the other', () => {
    const imports = (source: string, resolved: string) => ({ source, dependencies: [{ resolved }] });
    const modules = [
      imports('src/cli/main.ts', 'src/cli/commands/check.ts'),
      imports('src/cli/commands/check.ts', 'src/cli/misuse.ts'),
    ];
    expect(folderCircles(modules as never).map(({ folders }) => folders)).toEqual([['src/cli', 'src/cli/commands']]);
  });
});
