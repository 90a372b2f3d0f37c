import { createRequire } from 'node:module';
import type { JSONSchema } from 'vscode-json-languageservice';

// Its names are not all visible to an import of this kind of module.
const { getLanguageService, TextDocument } = createRequire(import.meta.url)(
  'vscode-json-languageservice',
) as typeof import('vscode-json-languageservice');

const strings: JSONSchema = { type: 'array', items: { type: 'string' } };
const values: JSONSchema = {
  type: 'object',
  additionalProperties: { type: ['string', 'number', 'null'] },
};

/** The shape of a VS Code mcp.json as a schema: what an editor checks at each keystroke without us. */
const schema: JSONSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    inputs: {
      type: 'array',
      items: {
        type: 'object',
        required: ['id', 'type'],
        properties: {
          id: { type: 'string' },
          type: { enum: ['promptString', 'pickString', 'command'] },
          description: { type: 'string' },
          password: { type: 'boolean' },
        },
      },
    },
    sandbox: { type: 'object' },
    servers: {
      type: 'object',
      additionalProperties: {
        oneOf: [
          {
            type: 'object',
            required: ['command'],
            additionalProperties: false,
            properties: {
              type: { const: 'stdio' },
              command: { type: 'string' },
              args: strings,
              env: values,
              envFile: { type: 'string' },
              cwd: { type: 'string' },
            },
          },
          {
            type: 'object',
            required: ['url'],
            additionalProperties: false,
            properties: {
              type: { enum: ['http', 'sse'] },
              url: { type: 'string' },
              headers: values,
            },
          },
        ],
      },
    },
  },
};

/** Parses the text and validates it; the number of problems. */
export function createValidator(): (text: string, version: number) => Promise<number> {
  const service = getLanguageService({});
  service.configure({ allowComments: true, validate: true, schemas: [] });
  return async (text, version) => {
    const document = TextDocument.create('file:///w/.vscode/mcp.json', 'jsonc', version, text);
    const parsed = service.parseJSONDocument(document);
    const problems = await service.doValidation(document, parsed, { comments: 'ignore' }, schema);
    return problems.length;
  };
}
