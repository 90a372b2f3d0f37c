/** Whose fixtures were read: repository, the commit that was read, and where in it they lie. */
export const peers: ReadonlyMap<
  string,
  { readonly name: string; readonly commit: string; readonly where: string }
> = new Map([
  [
    '777genius',
    { name: 'lintai', commit: '74f6780', where: 'corpus/{malicious,benign}/mcp-*, sample-repos' },
  ],
  ['adudley78', { name: 'mcp-audit', commit: '6e8836f', where: 'tests/fixtures, demo/configs' }],
  ['apisec-inc', { name: 'mcp-audit', commit: '3f823c4', where: 'tests/fixtures' }],
  [
    'AUAggy',
    {
      name: 'agent-sec-scanners',
      commit: '35f2bcb',
      where: 'packages/mcp-audit/tests/fixtures/configs',
    },
  ],
  ['LUX-1149', { name: 'mcp-config-lint', commit: 'b9b2445', where: 'test/fixtures, examples' }],
  ['michaelko', { name: 'mcp-config-lint', commit: '061597d', where: 'examples, test' }],
  [
    'msaad00',
    {
      name: 'agent-bom',
      commit: '9910e29',
      where: 'examples/first-run-ai-stack, tests/test_floating_refs.py',
    },
  ],
  [
    'MukundaKatta',
    { name: 'mcpcheck', commit: '9db538c', where: 'tests/fixtures, tests/core.test.ts' },
  ],
  [
    'petrovicistefan',
    { name: 'mcp-security-guard', commit: '391c758', where: 'bench, src/rules/config-rules.ts' },
  ],
  ['rodolfboctor', { name: 'mcp-scan', commit: 'c58a9e9', where: 'tests/fixtures' }],
  [
    'sattyamjjain',
    {
      name: 'agent-audit-kit',
      commit: 'e75934d',
      where: 'examples/vulnerable-configs, tests/fixtures',
    },
  ],
  ['snyk', { name: 'agent-scan', commit: 'b9e98ab', where: 'tests/mcp_servers' }],
]);
