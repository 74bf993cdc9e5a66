import { type ImageClients, readImage, startBuild } from '../../lambda/image-build.ts';
import { type Parsed, parseLeniently, parseProperties, text } from '../../lambda/properties.ts';
import type { Definition, Request } from '../framework/definition.ts';

const SCHEMA = {
  Project: text(/^[A-Za-z0-9][\w-]{1,149}$/, 'the name of a project of AWS CodeBuild'),
  Repository: text(/^[a-z0-9][a-z0-9._/-]*$/, 'the name of a repository of Amazon ECR'),
  Tag: text(/^[\w.-]{1,128}$/, 'the tag of an image'),
};

type Properties = Parsed<typeof SCHEMA>;

/**
 * The image of security audits. Create and Update start a build where the repository lacks the tag
 * and no build of it runs, and return without waiting: a build takes longer than a function may, and
 * its failure is not one of the stack. A rule reports it, and so does each run. Nor is it a failure
 * that AWS lets the account start no build: the next run tries again.
 *
 * Delete changes nothing: a build ends by itself, and images go with their repository.
 */
export function auditImage(clients: ImageClients): Definition<Properties, Partial<Properties>> {
  const put = async ({ properties, sleep, log }: Request & { properties: Properties }) => {
    const image = await readImage(clients, properties);
    if (image.kind === 'there' || image.kind === 'building') {
      return { data: { State: image.kind } };
    }
    const { tag } = properties;
    const started = await startBuild(clients.codeBuild, properties, image.build, sleep);
    if ('refused' in started) {
      const message = `AWS CodeBuild starts no build: ${started.refused}`;
      log({ message, action: 'build', level: 'ERROR', tag });
      return { data: { State: 'missing' } };
    }
    log({ message: 'Started a build', action: 'build', build: started.build, tag });
    return { data: { State: 'building' } };
  };
  return {
    physicalId: 'audit-image',
    parse: (raw) => parseProperties(raw, SCHEMA),
    parseForDelete: (raw) => parseLeniently(raw, SCHEMA),
    onCreate: put,
    onUpdate: put,
    onDelete: async () => {},
  };
}
