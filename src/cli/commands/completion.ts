import { Argument } from '@commander-js/extra-typings';
import { COMMANDS } from '../commands.ts';
import { command, usage } from '../terminal/command.ts';

const SHELLS = ['bash', 'zsh', 'fish'] as const;

const completionUsage = () =>
  usage('completion', 'Prints the completion of the commands for a shell.').addArgument(
    new Argument('<shell>', 'the shell').choices(SHELLS),
  );

/** `completion bash`: what a shell evaluates to complete the names of commands, and files after them. */
export const completion = command(completionUsage, ({ operands: [shell], write }) => {
  const names = COMMANDS.map(({ name }) => name).join(' ');
  write(SCRIPTS[shell](names));
  return 0;
});

const SCRIPTS: Readonly<Record<(typeof SHELLS)[number], (names: string) => string>> = {
  bash: (names) => `_lamplighter() {
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W "${names}" -- "\${COMP_WORDS[1]}"))
  else
    COMPREPLY=($(compgen -f -- "\${COMP_WORDS[COMP_CWORD]}"))
  fi
}
complete -o filenames -F _lamplighter lamplighter
`,
  zsh: (names) => `_lamplighter() {
  if (( CURRENT == 2 )); then compadd ${names}; else _files; fi
}
compdef _lamplighter lamplighter
`,
  fish: () =>
    COMMANDS.map(
      ({ name, summary }) =>
        `complete -c lamplighter -n __fish_use_subcommand -f -a ${name} -d '${summary.replaceAll("'", String.raw`\'`)}'\n`,
    ).join(''),
};
