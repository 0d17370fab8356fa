import type { Memory, MemoryCore } from '@cortex/shared';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import { z } from 'zod';

export type Core = Pick<MemoryCore, 'store' | 'find' | 'forget'>;

const memory = z.object({
  id: z.string(),
  text: z.string(),
  tags: z.array(z.string()),
  createdAt: z.string().describe('ISO 8601, UTC'),
});

/** An MCP server with one tool per thing that can be done with memories. What memory-core refuses is the tool's error. */
export function createServer(core: Core): McpServer {
  const server = new McpServer({ name: 'cortex', version: '1.0.0' });

  server.registerTool(
    'remember',
    {
      description: 'Keep a text, to be recalled later by any of its words or tags',
      inputSchema: {
        text: z.string().min(1).max(4000),
        tags: z.array(z.string().min(1).max(40)).max(8).optional(),
      },
      outputSchema: { memory },
      annotations: { readOnlyHint: false, destructiveHint: false },
    },
    async (input) => {
      const memory = await core.store(input);
      return answer(line(memory), { memory });
    },
  );

  server.registerTool(
    'recall',
    {
      description: 'Find the newest memories that hold every word of a query; without a query, the newest of all',
      inputSchema: {
        query: z.string().max(200).optional(),
        limit: z.number().int().min(1).max(50).optional(),
      },
      outputSchema: { memories: z.array(memory) },
      annotations: { readOnlyHint: true },
    },
    async (input) => {
      const memories = await core.find(input);
      return answer(memories.map(line).join('\n') || 'nothing found', { memories });
    },
  );

  server.registerTool(
    'forget',
    {
      description: 'Delete one memory for good',
      inputSchema: { id: z.string().min(1) },
      annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: true },
    },
    async ({ id }) => {
      await core.forget(id);
      return answer(`forgot ${id}`);
    },
  );

  return server;
}

const line = ({ id, createdAt, text }: Memory): string => `${id} (${createdAt}): ${text}`;

function answer(text: string, structuredContent?: Record<string, unknown>): CallToolResult {
  return { content: [{ type: 'text', text }], ...(structuredContent && { structuredContent }) };
}
