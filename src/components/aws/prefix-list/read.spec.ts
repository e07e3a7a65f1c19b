// Prefix lists: entries from a call of their own, empty and missing ones kept apart.
import { expect, it } from 'vitest';
import { call, readOne, refusalsOf } from '../../../../test/sketch/aws-documents.js';
import { formatPrefix } from '../../../net/prefix.js';
import { readPrefixLists } from './read.js';

const managed = call('ec2:DescribeManagedPrefixLists', {
  PrefixLists: [{ PrefixListId: 'pl-1', PrefixListName: 'offices', AddressFamily: 'IPv4', OwnerId: '111122223333' }],
});
const entries = (found: object[], input: object = { PrefixListId: 'pl-1' }, more: object = {}) =>
  call('ec2:GetManagedPrefixListEntries', { Entries: found, ...more }, input as Record<string, unknown>);
const shown = (...calls: Parameters<typeof readOne>[1][]) => readOne(readPrefixLists, ...calls).entries?.map(formatPrefix) ?? null;

it('joins entries by the list that the input names, over several pages', () => {
  const pages = [entries([{ Cidr: '10.8.1.0/24' }], undefined, { NextToken: 'more' }), entries([{ Cidr: '10.9.0.0/16' }])];
  expect(shown(managed, ...pages)).toEqual(['10.8.1.0/24', '10.9.0.0/16']);
  expect(readOne(readPrefixLists, managed, ...pages)).toMatchObject({ name: 'offices', family: 'ipv4' });
});

it('tells no entries from entries that were not captured', () => {
  expect(shown(managed, entries([]))).toEqual([]);
  expect(shown(managed)).toBeNull();
});

it('takes entries as unknown where pages are missing or the output names no list', () => {
  expect(shown(managed, entries([{ Cidr: '10.8.1.0/24' }], undefined, { NextToken: 'more' }))).toBeNull();
  expect(shown(managed, entries([{ Cidr: '10.8.1.0/24' }], {}))).toBeNull();
});

it('reads the lists of AWS services as 2017 shows them', () => {
  const service = call('ec2:DescribePrefixLists', {
    PrefixLists: [{ PrefixListId: 'pl-68', PrefixListName: 'com.amazonaws.us-west-2.s3', Cidrs: ['54.231.160.0/19', '52.218.128.0/17'] }],
  });
  expect(shown(service)).toEqual(['54.231.160.0/19', '52.218.128.0/17']);
  expect(readOne(readPrefixLists, service)).toMatchObject({ name: 'com.amazonaws.us-west-2.s3', family: 'ipv4' });
});

it('leaves a list that AWS owns in the account that listed it', () => {
  const owned = call('ec2:DescribeManagedPrefixLists', { PrefixLists: [{ PrefixListId: 'pl-2', OwnerId: 'AWS' }] });
  expect(readOne(readPrefixLists, owned).home.accountId).toBe('111122223333');
});

it('knows a list of which only the entries were captured', () => {
  expect(readOne(readPrefixLists, entries([{ Cidr: '2001:db8::/32' }]))).toMatchObject({ id: 'pl-1', name: null, family: 'ipv6' });
});

it('refuses an entry that is no CIDR', () => {
  expect(refusalsOf(readPrefixLists, managed, entries([{ Cidr: 'office' }]))).toEqual([
    '/aws/0/calls/1/output/Entries/0/Cidr: a CIDR such as 10.0.0.0/16',
  ]);
});
