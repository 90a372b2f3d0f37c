import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createSettings } from '../../src/editor/settings.ts';

test('settings are read once until they change, however often they are used', () => {
  const written = new Map<string, unknown>([['network', 'off']]);
  const asked: string[] = [];
  const settings = createSettings((name) => {
    asked.push(name);
    return written.get(name);
  });
  assert.deepEqual(asked, []);
  for (let i = 0; i < 100; i++) {
    assert.equal(settings.network(), 'off');
    assert.equal(settings.choices(), settings.choices());
    assert.equal(settings.lifetimes(), settings.lifetimes());
    assert.equal(settings.registries(), settings.registries());
    assert.equal(settings.launchRecord(), true);
  }
  assert.equal(asked.length, 13);
  assert.deepEqual(
    new Set(asked),
    new Set([
      'advisories.osv',
      'cache.advisoryMinutes',
      'cache.imageMinutes',
      'cache.versionMinutes',
      'clients',
      'coolDownDays',
      'keepTag',
      'launchRecord',
      'network',
      'registries',
      'rules',
      'scanner.enabled',
      'scanner.trivyServer',
    ]),
  );
  written.set('network', 'onRequest');
  assert.equal(settings.network(), 'off');
  settings.changed();
  assert.equal(settings.network(), 'onRequest');
  assert.equal(asked.length, 26);
});

const minute = 60_000;

for (const [name, written, expected] of [
  ['nothing', {}, {}],
  ['what is no setting at all', Object.fromEntries(keys().map((key) => [key, {}])), {}],
  [
    'what is too small',
    { coolDownDays: -1, 'cache.imageMinutes': 0, 'cache.versionMinutes': -Infinity },
    { coolDownDays: 0, images: minute, versions: minute },
  ],
  [
    'what is too large',
    { coolDownDays: 366, 'cache.imageMinutes': 1e9, 'cache.versionMinutes': Infinity },
    { coolDownDays: 365, images: 10_080 * minute, versions: 10_080 * minute },
  ],
  [
    'no number',
    { coolDownDays: Number.NaN, 'cache.imageMinutes': '5', 'cache.versionMinutes': null },
    {},
  ],
  [
    'what a person chose',
    {
      network: 'onRequest',
      registries: ['a.example', 7, null, 'b.example:5000'],
      coolDownDays: 3,
      keepTag: false,
      launchRecord: false,
      clients: { cursor: false, zed: true, roo: 'no', __proto__: false },
      rules: { 'host-execution': 'off', 'plain-http': 'loud', 'auto-approve': 1 },
      'cache.imageMinutes': 2,
      'cache.versionMinutes': 3,
      'cache.advisoryMinutes': 4,
      'advisories.osv': ' https://osv.example.com ',
      'scanner.enabled': true,
      'scanner.trivyServer': 'https://trivy.example.com',
    },
    {
      network: 'onRequest',
      registries: ['a.example', 'b.example:5000'],
      coolDownDays: 3,
      keepTag: false,
      launchRecord: false,
      levels: new Map([['host-execution', 'off']]),
      wanted: ['zed', 'roo', 'vscode'],
      images: 2 * minute,
      versions: 3 * minute,
      advisories: 4 * minute,
      osv: 'https://osv.example.com',
      scansImages: true,
      trivyServer: 'https://trivy.example.com',
    },
  ],
] as const satisfies readonly (readonly [string, object, object])[])
  test(`settings of ${name}`, () => {
    const values = new Map<string, unknown>(Object.entries(written));
    const settings = createSettings((key) => values.get(key));
    assert.deepEqual(
      {
        network: settings.network(),
        registries: settings.registries(),
        ...settings.choices(),
        launchRecord: settings.launchRecord(),
        ...settings.lifetimes(),
        osv: settings.osv(),
        scansImages: settings.scansImages(),
        trivyServer: settings.trivyServer(),
        wanted: ['cursor', 'zed', 'roo', 'vscode'].filter((client) => settings.wants(client)),
      },
      {
        network: 'auto',
        registries: [],
        coolDownDays: 7,
        keepTag: true,
        levels: new Map(),
        launchRecord: true,
        images: 60 * minute,
        versions: 360 * minute,
        advisories: 1440 * minute,
        osv: null,
        scansImages: false,
        trivyServer: null,
        wanted: ['cursor', 'zed', 'roo', 'vscode'],
        ...expected,
      },
    );
  });

function keys(): readonly string[] {
  return ['network', 'registries', 'coolDownDays', 'keepTag', 'launchRecord', 'clients'];
}
