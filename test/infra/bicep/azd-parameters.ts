import type { BicepFile } from './ast.ts';
import type { Value } from './value.ts';

/**
 * Parameters as azd makes them of main.parameters.json: what is not set in the environment is left out, and what is no text is
 * JSON. @throws Error where the file and the template do not name the same parameters
 */
export function azdParameters(
  text: string,
  file: BicepFile,
  environment: Readonly<Record<string, string>>,
): { readonly [name: string]: Value } {
  const { parameters } = JSON.parse(text) as {
    readonly parameters: Readonly<Record<string, { readonly value: string }>>;
  };
  const declared = file.declarations.filter(({ kind }) => kind === 'param');
  const names = declared.map(({ name }) => name);
  const missing = [
    ...names.filter((name) => !(name in parameters)),
    ...Object.keys(parameters).filter((name) => !names.includes(name)),
  ];
  if (missing.length > 0) throw new Error(`main.parameters.json and main.bicep differ in: ${missing.join(', ')}`);
  return Object.fromEntries(
    declared.flatMap(({ name, type }) => {
      const variable = /^\$\{([A-Z_]+)\}$/.exec(parameters[name]?.value ?? '')?.[1];
      if (variable === undefined) throw new Error(`main.parameters.json: '${name}' is not one variable`);
      const given = environment[variable];
      return given === undefined ? [] : [[name, type === 'string' ? given : (JSON.parse(given) as Value)] as const];
    }),
  );
}
