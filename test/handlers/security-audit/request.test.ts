import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { requestOf } from '../../../handlers/security-audit/request.ts';
import { sampleOf, settings } from './world.ts';

const now = () => new Date('2026-11-28T09:30:00.123Z');
const read = (event: unknown) => requestOf(event, settings, now);
const scheduled = () =>
  JSON.parse(
    readFileSync(new URL('../../events/eventbridge/scheduled.json', import.meta.url), 'utf8'),
  );
const part = { id: '2026-11-28T03-00-00Z', date: '2026-11-28' };
const id = '4c7599ae-0a82-49aa-ba5a-4727fcce14a8';

describe('an event of the security audit', () => {
  it('starts the run of the time that the schedule gives', () => {
    expect(read(scheduled())).to.deep.equal({
      kind: 'start',
      at: new Date('2026-10-05T03:00:00Z'),
    });
  });

  it('starts a run now, by hand', () => {
    expect(read({})).to.deep.equal({ kind: 'start', at: now() });
  });

  for (const [sample, status] of [
    ['array-failed', 'FAILED'],
    ['array-succeeded', 'SUCCEEDED'],
  ] as const) {
    it(`ends a run by the parent of its jobs: ${sample}`, () => {
      const reasons = status === 'FAILED' ? ['Array Child Job failed'] : [];

      expect(read(sampleOf(sample))).to.deep.equal({
        kind: 'finish',
        job: { id, part, status, size: 3, reasons },
      });
    });
  }

  it('ends a run by its only job, with what it says', () => {
    expect(read(sampleOf('job-failed'))).to.deep.equal({
      kind: 'finish',
      job: {
        ...{ id, part, status: 'FAILED' },
        reasons: [
          'Task failed to start',
          'CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref',
        ],
      },
    });
  });

  it('reports the exit code of the only job', () => {
    const container = { exitCode: 137, reason: 'OutOfMemoryError: Container killed' };

    const request = read(sampleOf('job-failed', { container }));

    expect(request).to.have.nested.property('job.reasons').that.includes('exit code 137');
  });

  it('ends the second part of a run', () => {
    const jobName = 'ofn-audit-security-audit-2026-11-28T03-00-00Z-2';

    expect(read(sampleOf('array-failed', { jobName }))).to.have.nested.property(
      'job.part.id',
      '2026-11-28T03-00-00Z-2',
    );
  });

  for (const [what, event] of Object.entries({
    'a child': sampleOf('child-failed'),
    'a job of another queue': sampleOf('job-runnable', { status: 'FAILED' }),
    'a job that is running': sampleOf('array-failed', { status: 'RUNNING' }),
    'another job in the queue': sampleOf('array-failed', { jobName: 'my-own' }),
    'a job whose name only begins so': sampleOf('array-failed', {
      jobName: 'ofn-audit-security-audit-test',
    }),
  })) {
    it(`ignores ${what}`, () => {
      expect(read(event).kind).to.equal('ignore');
    });
  }

  for (const [what, event] of Object.entries({
    'an event of another type': { ...scheduled(), 'detail-type': 'EC2 Instance State-change' },
    'a scheduled event without a time': { ...scheduled(), time: undefined },
    'a scheduled event at no time': { ...scheduled(), time: 'soon' },
    "a change of a job's state without a job": { ...sampleOf('array-failed'), detail: {} },
    'a detail that is none': { ...sampleOf('array-failed'), detail: null },
    'a payload by hand that says something': { accounts: ['111111111111'] },
    'no object': 'start',
    nothing: undefined,
  })) {
    it(`refuses ${what}`, () => {
      expect(() => read(event))
        .to.throw()
        .with.property('name', 'UnknownEventError');
    });
  }
});
