import { createRequire } from 'node:module';
import type { JSONSchema } from 'vscode-json-languageservice';

// Its names are not all visible to an import of this kind of module.
const { getLanguageService, TextDocument } = createRequire(import.meta.url)(
  'vscode-json-languageservice',
) as typeof import('vscode-json-languageservice');

const text: JSONSchema = { type: 'string' };
const texts: JSONSchema = { type: 'array', items: text };
const values: JSONSchema = {
  type: 'object',
  additionalProperties: { type: ['string', 'number', 'null'] },
};

function shape(required: readonly string[], properties: Record<string, JSONSchema>): JSONSchema {
  return { type: 'object', additionalProperties: false, required: [...required], properties };
}

const dev = shape([], {
  watch: { anyOf: [text, texts] },
  debug: {
    oneOf: [
      shape(['type'], { type: { const: 'node' } }),
      shape(['type'], { type: { const: 'debugpy' }, debugpyPath: text }),
    ],
  },
});
const described = { id: text, description: text };

/** The shape of VS Code's mcp.json as a schema, all its keys: what an editor checks at each keystroke without us. */
const schema: JSONSchema = shape([], {
  inputs: {
    type: 'array',
    items: {
      oneOf: [
        shape(['id', 'type', 'description'], {
          ...described,
          type: { const: 'promptString' },
          default: text,
          password: { type: 'boolean' },
        }),
        shape(['id', 'type', 'description', 'options'], {
          ...described,
          type: { const: 'pickString' },
          default: text,
          options: {
            type: 'array',
            items: { anyOf: [text, shape(['value'], { label: text, value: text })] },
          },
        }),
        shape(['id', 'type', 'command'], {
          ...described,
          type: { const: 'command' },
          command: text,
          args: {},
        }),
      ],
    },
  },
  sandbox: shape([], {
    network: shape([], { allowedDomains: texts, deniedDomains: texts }),
    filesystem: shape([], { denyRead: texts, allowWrite: texts, denyWrite: texts }),
  }),
  servers: {
    type: 'object',
    additionalProperties: {
      oneOf: [
        shape(['command'], {
          type: { enum: ['stdio'] },
          command: text,
          args: texts,
          env: values,
          envFile: text,
          cwd: text,
          sandboxEnabled: { type: 'boolean' },
          dev,
        }),
        shape(['url'], {
          type: { enum: ['http', 'sse'] },
          url: { type: 'string', pattern: '^(?:https?://.+|\\$\\{.+)' },
          headers: { type: 'object', additionalProperties: text },
          oauth: shape([], { clientId: text, enterpriseManaged: { type: 'boolean' } }),
          dev,
        }),
      ],
    },
  },
});

/** Parses the text and validates it; the number of problems. */
export function createValidator(): (text: string, version: number) => Promise<number> {
  const service = getLanguageService({});
  service.configure({ allowComments: true, validate: true, schemas: [] });
  return async (content, version) => {
    const document = TextDocument.create('file:///w/.vscode/mcp.json', 'jsonc', version, content);
    const parsed = service.parseJSONDocument(document);
    const problems = await service.doValidation(document, parsed, { comments: 'ignore' }, schema);
    return problems.length;
  };
}
