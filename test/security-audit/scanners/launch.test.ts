import { expect } from 'chai';
import { runArguments } from '../../../security-audit/scanners/engine.ts';
import { commandOf } from '../../../security-audit/scanners/launch.ts';
import type { Launcher } from '../../../security-audit/scanners/launcher.ts';
import { prowler } from '../../../security-audit/scanners/tools/prowler.ts';
import type { ToolDefinition } from '../../../security-audit/scanners/tools/tool.ts';
import { sessionOf } from '../fakes.ts';

const session = sessionOf('222222222222');

const launch = (launcher: Launcher, definition: ToolDefinition, timeoutSeconds = 7_200) =>
  commandOf(launcher, definition, {
    session,
    server: {
      ...{ variables: { AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://127.0.0.1:1/x' }, token: 't' },
      ...{ problem: () => undefined, close: () => undefined },
    },
    work: {
      ...{ out: '/reports/.scratch/1/out', home: '/reports/.scratch/1/home', logFile: '/log' },
      ...{ keep: async () => undefined, remove: async () => undefined },
    },
    options: {
      ...{ output: '/reports', date: '2026-11-28', regions: ['eu-west-1'], sessionSeconds: 3_600 },
      ...{ timeoutSeconds, assume: async () => session, now: Date.now },
      signal: new AbortController().signal,
      environment: {
        ...{ PATH: '/bin', HOME: '/home/jane', AWS_PROFILE: 'admin', AWS_CA_BUNDLE: '/ca.pem' },
        ...{ AWS_ENDPOINT_URL: 'http://127.0.0.1:5000' },
        DOCKER_HOST: 'unix:///run/user/1/docker.sock',
      },
    },
  });

describe('a scanner in a container', () => {
  const engine = {
    kind: 'container',
    ...{ engine: 'docker', isPodman: false },
    ...{ image: 'audit:1', entrypoint: '/opt/prowler/bin/prowler' },
  } as const;

  it('gets its session by the names of variables, so that no value is on a command line', () => {
    const { command } = launch(engine, prowler);

    const line = command.args.join(' ');
    for (const secret of [session.accessKeyId, session.secretAccessKey, session.sessionToken]) {
      expect(line).not.to.contain(secret);
    }
    expect(line).to.contain(
      '--env AWS_ACCESS_KEY_ID --env AWS_SECRET_ACCESS_KEY --env AWS_SESSION_TOKEN',
    );
    expect(command.env).to.include({ AWS_ACCESS_KEY_ID: session.accessKeyId, HOME: '/home/jane' });
    expect(command.env).not.to.have.any.keys('AWS_PROFILE', 'AWS_CONTAINER_CREDENTIALS_FULL_URI');
  });

  it('writes its reports to the folder of the scan, as the same user and with no more rights', () => {
    const { command } = launch(engine, prowler);

    const line = command.args.join(' ');
    expect(command.file).to.equal('docker');
    expect(line)
      .to.match(/^run --rm --init --name ofn-audit-[0-9a-f]{16} --user \d+:\d+ /)
      .and.contain('--volume /reports/.scratch/1/out:/reports ')
      .and.contain('--cap-drop ALL --security-opt no-new-privileges')
      .and.contain('--entrypoint /opt/prowler/bin/prowler audit:1 aws --region eu-west-1')
      .and.contain('--output-directory /reports ');
    expect(line).not.to.contain('AWS_CA_BUNDLE').and.not.to.contain('userns');
  });

  it('is the same user for podman, too, which makes another one of a user other than root', () => {
    const argsOf = (isPodman: boolean, uid: number) =>
      runArguments({ isPodman }, '/out', { uid, gid: 20 })[1].join(' ');

    expect(argsOf(true, 501)).to.contain('--user 501:20').and.contain('--userns keep-id');
    expect(argsOf(true, 0)).to.contain('--user 0:20').and.not.contain('--userns');
    expect(argsOf(false, 501)).to.contain('--user 501:20').and.not.contain('--userns');
  });

  it('is started by the engine that the environment names, which the container does not see', () => {
    const { command } = launch(engine, prowler);

    expect(command.env).to.include({ DOCKER_HOST: 'unix:///run/user/1/docker.sock' });
    expect(command.args).not.to.include('DOCKER_HOST');
  });

  it('is not let run longer than its session, which is not renewed', () => {
    expect(launch(engine, prowler).timeoutSeconds).to.equal(3_600);
    expect(launch(engine, prowler, 600).timeoutSeconds).to.equal(600);
    expect(launch({ kind: 'command', file: '/prowler' }, prowler).timeoutSeconds).to.equal(7_200);
  });
});
