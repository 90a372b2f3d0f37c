import { json, type Format, type Formats } from './format.ts';
import { parseToml } from './toml.ts';
import { holdsTomlComment } from './toml-scan.ts';
import { lowerToml } from './toml-write.ts';
import { parseYaml } from './yaml.ts';
import { lowerYaml, holdsYamlComment } from './yaml-write.ts';

const toml: Format = {
  id: 'toml',
  parse: parseToml,
  lower: lowerToml,
  holdsComment: holdsTomlComment,
  lineComment: '#',
};

const yaml: Format = {
  id: 'yaml',
  parse: parseYaml,
  lower: lowerYaml,
  holdsComment: holdsYamlComment,
  lineComment: '#',
};

/** Loaded when a file asks for it: see formats-for.ts. */
export const allFormats: Formats = { json, toml, yaml };
