import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { reachByLookup, reachOf, reachOfName } from '../../src/resolvers/addresses.ts';

suite('what an address may be asked for', () => {
  const expected = {
    public: [
      '140.82.121.34',
      '2606:4700::6810:84e5',
      '64:ff9b::8c52:7922',
      '172.32.0.1',
      '168.63.129.17',
    ],
    loopback: [
      '127.0.0.1',
      '127.8.8.8',
      '::1',
      '::ffff:127.0.0.1',
      '::ffff:7f00:1',
      '64:ff9b::7f00:1',
    ],
    private: [
      '10.0.0.1',
      '172.16.0.1',
      '172.31.255.255',
      '192.168.1.1',
      '100.64.0.1',
      'fd12::1',
      '::ffff:10.1.2.3',
    ],
    forbidden:
      '169.254.169.254 ::ffff:169.254.169.254 fe80::1 fd00:ec2::254 100.100.100.200 168.63.129.16 0.0.0.0 :: 224.0.0.1 255.255.255.255 ff02::1 64:ff9b::a9fe:a9fe ghcr.io 127.1 1.2.3.4.5'.split(
        ' ',
      ),
  } as const;
  for (const [reach, addresses] of Object.entries(expected)) {
    for (const address of addresses)
      test(`${address || 'nothing'} is ${reach}`, () => assert.equal(reachOf(address), reach));
  }

  test('names that tell by themselves', () => {
    assert.equal(reachOfName('localhost'), 'loopback');
    assert.equal(reachOfName('localhost.'), 'loopback');
    assert.equal(reachOfName('x.localhost'), 'loopback');
    assert.equal(reachOfName('[::1]'), 'loopback');
    assert.equal(reachOfName('metadata.google.internal'), 'forbidden');
    assert.equal(reachOfName('ghcr.io'), undefined);
  });

  test('one bad address among good ones counts', async () => {
    assert.equal(
      await reachByLookup('x', async () => ['140.82.121.34', '169.254.169.254']),
      'forbidden',
    );
    assert.equal(await reachByLookup('x', async () => ['140.82.121.34', '10.0.0.1']), 'private');
    assert.equal(await reachByLookup('x', async () => []), undefined);
    assert.equal(await reachByLookup('x', () => Promise.reject(new Error('ENOTFOUND'))), undefined);
  });
});
