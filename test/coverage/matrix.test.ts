import { expect } from 'chai';
import { renderMatrix } from '../../coverage/matrix.ts';
import type { Cell } from '../../coverage/types.ts';

const cell = (change: Partial<Cell> = {}): Cell => ({
  account: '444444444444',
  name: 'Sandbox',
  region: 'us-east-1',
  service: 'guard-duty',
  expected: 'on',
  actual: 'on',
  ok: true,
  ...change,
});

const off = { actual: 'off', ok: false, reason: 'there is no detector' } as const;
const plain = { color: false };
const line = (text: string, part: string) =>
  text.split('\n').find((one) => one.includes(part)) ?? '';

describe('matrix', () => {
  it('begins with how many cells are as expected', () => {
    const text = renderMatrix([cell(), cell({ region: 'eu-west-1', ...off })], plain);

    expect(text.split('\n')[0]).to.equal('1 of 2 cells as expected; 1 hole');
  });

  it('counts the regions of an account and service', () => {
    const text = renderMatrix(
      [cell(), cell({ region: 'eu-west-1', ...off }), cell({ service: 'trail' })],
      plain,
    );

    expect(line(text, '│ Sandbox 444444444444')).to.equal(
      '│ Sandbox 444444444444 │ ✗ 1/2  │ ✓ 1/1 │',
    );
  });

  it('says what could not be read', () => {
    const text = renderMatrix([cell({ actual: 'failed', ok: false, reason: 'Denied: no' })], plain);

    expect(line(text, '│ Sandbox')).to.include('✗ 0/1 failed');
  });

  it('shows suspended accounts and regions that are not enabled without holes', () => {
    const text = renderMatrix(
      [
        cell(),
        cell({ region: 'eu-west-1', actual: 'not enabled region' }),
        cell({ account: '555555555555', name: 'Old', actual: 'suspended account' }),
      ],
      plain,
    );

    expect(line(text, '│ Sandbox')).to.include('✓ 1/1 +1 n/e');
    expect(line(text, '│ Old')).to.include('suspended');
    expect(text).to.include('n/e: regions that the account has not enabled');
    expect(text).to.not.include('Holes');
  });

  it('leaves a cell empty that is not expected of the account', () => {
    const text = renderMatrix(
      [cell(), cell({ account: '222222222222', name: 'Security', service: 'members' })],
      plain,
    );

    expect(line(text, '│ Security')).to.match(/│ {2,}│ ✓ 1\/1 +│$/);
  });

  it('keeps within the width of the terminal by more than one table', () => {
    const services = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight'];
    const cells = services.map((service) => cell({ service }));

    const text = renderMatrix(cells, { color: false, width: 80 });

    expect(text.match(/│ Account/g)).to.have.length(4);
    expect(Math.max(...text.split('\n').map((one) => one.length))).to.be.at.most(80);
  });

  it('has colours only where it may', () => {
    expect(renderMatrix([cell()], { color: true })).to.include('\u001B[32m');
    expect(renderMatrix([cell()], plain)).to.not.include('\u001B');
  });

  it('shows of a large organization only the accounts with holes', () => {
    const cells = Array.from({ length: 1000 }, (_, index) =>
      cell({
        account: String(100000000000 + index),
        name: `Workload ${index}`,
        ...(index === 500 ? off : {}),
      }),
    );

    const text = renderMatrix(cells, plain);

    expect(text.match(/│ Workload/g)).to.have.length(1);
    expect(text).to.include('999 accounts without holes are not shown');
    expect(text.split('\n')[0]).to.equal('999 of 1000 cells as expected; 1 hole');
  });

  it('stays short when every account of a large organization has holes', () => {
    const cells = Array.from({ length: 1000 }, (_, index) =>
      cell({ account: String(100000000000 + index), name: `Workload ${index}`, ...off }),
    );

    const lines = renderMatrix(cells, plain).split('\n');

    expect(lines).to.have.length.below(100);
    expect(lines).to.include('940 more accounts with holes are not shown');
  });
});
