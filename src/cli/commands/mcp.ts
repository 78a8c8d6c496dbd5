import packageJson from '../../../package.json' with { type: 'json' };
import { CONTRACTS } from '../../api/contracts.ts';
import { command, usage } from '../terminal/command.ts';
import { withApp } from '../terminal/running-app.ts';
import { apiTools } from '../tools/api-tool.ts';
import { toolCaller } from '../tools/call-tool.ts';

const mcpUsage = () =>
  withApp(
    usage(
      'mcp',
      'Serves the API to an assistant as tools of the Model Context Protocol, over standard input and output.',
      '--allow-acts',
    ),
  ).option('--allow-acts', 'also offers tools that change something; each call first reports its effect');

/** `mcp`: serves tools until standard input ends. Without `--allow-acts` nothing can be changed. */
export const mcp = command(mcpUsage, async ({ options }) => {
  const [{ Server }, { StdioServerTransport }, { CallToolRequestSchema, ListToolsRequestSchema }] = await Promise.all([
    import('@modelcontextprotocol/sdk/server/index.js'),
    import('@modelcontextprotocol/sdk/server/stdio.js'),
    import('@modelcontextprotocol/sdk/types.js'),
  ]);
  const tools = apiTools(CONTRACTS, options.allowActs === true);
  const call = toolCaller(options);
  const server = new Server({ name: 'lamplighter', version: packageJson.version }, { capabilities: { tools: {} } });
  server.setRequestHandler(ListToolsRequestSchema, () => ({
    tools: tools.map(({ name, description, inputSchema, acts }) => ({
      name,
      description,
      inputSchema,
      annotations: { readOnlyHint: !acts, destructiveHint: acts },
    })),
  }));
  server.setRequestHandler(CallToolRequestSchema, async ({ params }) => {
    const tool = tools.find(({ name }) => name === params.name);
    const { text, isError } =
      tool === undefined
        ? { text: `There is no tool '${params.name}'.`, isError: true }
        : await call(tool, params.arguments ?? {});
    return { content: [{ type: 'text' as const, text }], isError };
  });
  const closed = new Promise<void>((resolve) => {
    server.onclose = () => resolve();
    process.stdin.once('end', () => server.close());
  });
  await server.connect(new StdioServerTransport());
  await closed;
  return 0;
});
