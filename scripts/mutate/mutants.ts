/** One feature switched off, and the end-to-end tests that must turn red for it. */
export interface Mutant {
  readonly feature: string;
  /** Below `src/editor`. */
  readonly file: string;
  /** Stands in the file once. */
  readonly from: string;
  readonly to: string;
  /** A file of `test/e2e`, and the part of the names of its tests that are run. */
  readonly test: string;
  readonly names: string;
}

export const mutants: readonly Mutant[] = [
  {
    feature: 'squiggles',
    file: 'diagnostics.ts',
    from: 'collection.set(entry.uri, diagnosticsOf(entry, findings, pageOf)),',
    to: 'void diagnosticsOf(entry, findings, pageOf),',
    test: 'typing',
    names: 'typed key by key',
  },
  {
    feature: 'clearing on close',
    file: 'diagnostics.ts',
    from: 'collection.delete(uri),',
    to: 'void uri,',
    test: 'typing',
    names: 'typed key by key|closing the file',
  },
  {
    feature: 'quick fixes',
    file: 'actions.ts',
    from: 'const listed = await inSlices(actions, token);',
    to: 'await inSlices(actions, token); const listed: vscode.CodeAction[] = [];',
    test: 'fixes',
    names: 'http becomes https',
  },
  {
    feature: 'TOML and YAML',
    file: 'analyse.ts',
    from: 'formats: await formatsFor(path),',
    to: 'formats: await formatsFor(path.slice(0, 0)),',
    test: 'other-formats',
    names: 'underlined at its place',
  },
  {
    feature: 'suppressed findings are silent',
    file: 'squiggles.ts',
    from: '.filter(({ suppressed }) => suppressed === null)',
    to: '',
    test: 'suppress',
    names: 'suppressed from the lightbulb',
  },
  {
    feature: 'suppression from the lightbulb',
    file: 'commands/suppress.ts',
    from: 'await vscode.workspace.applyEdit(workspaceEdit(uri, report.document.lines, [edit]));',
    to: 'void workspaceEdit(uri, report.document.lines, [edit]);',
    test: 'suppress',
    names: 'the same in TOML',
  },
  {
    feature: 'suppressed in the tree',
    file: 'tree/finding.ts',
    from: 'suppressed === null ? finding.rule : `${finding.rule}, suppressed`',
    to: 'finding.rule',
    test: 'suppress',
    names: 'suppressed from the lightbulb',
  },
  {
    feature: 'why, in the hover on a finding',
    file: 'markdown.ts',
    from: "page === null || page.why === '' ? [] : [page.why]",
    to: '[]',
    test: 'suppress',
    names: 'the hover on a finding',
  },
  {
    feature: 'settings at once',
    file: 'extension.ts',
    from: 'settings.changed();\n      again();',
    to: 'void again;',
    test: 'suppress',
    names: 'settings switch off',
  },
  {
    feature: 'TOML in plain text',
    file: 'place.ts',
    from: "languages.has(languageId) || uri.path.endsWith('.toml')",
    to: 'languages.has(languageId)',
    test: 'other-formats',
    names: 'config.toml',
  },
  {
    feature: 'badge',
    file: 'tree/view.ts',
    from: 'urgent === 0',
    to: 'urgent >= 0',
    test: 'tree',
    names: 'lists the servers|badge',
  },
  {
    feature: 'fix when the registry answers',
    file: 'learning.ts',
    from: 'readAgain(shown(file, document.uri), signal),',
    to: 'Promise.resolve(),',
    test: 'pin',
    names: 'typed by hand',
  },
  {
    feature: 'one undo',
    file: 'fixing.ts',
    from: "if (!(await vscode.workspace.applyEdit(change))) return say('the editor refused the fix');",
    to: `
      await vscode.workspace.applyEdit(change);
      const more = new vscode.WorkspaceEdit();
      more.insert(document.uri, new vscode.Position(0, 0), ' ');
      await vscode.workspace.applyEdit(more);
      const less = new vscode.WorkspaceEdit();
      less.delete(document.uri, new vscode.Range(0, 0, 0, 1));
      await vscode.workspace.applyEdit(less);`,
    test: 'tree',
    names: 'lists the servers|the button of a row',
  },
  {
    feature: 'only safe fixes on save',
    file: 'fix-all.ts',
    from: "finding.fixes.find(({ safety }) => safety === 'safe')",
    to: 'finding.fixes[0]',
    test: 'fix-all',
    names: 'changes nothing else',
  },
  {
    feature: 'untrusted folders are offline',
    file: 'network.ts',
    from: "return vscode.workspace.isTrusted && settings.network() !== 'off';",
    to: "return settings.network() !== 'off';",
    test: 'pin',
    names: 'no request reaches',
  },
];
