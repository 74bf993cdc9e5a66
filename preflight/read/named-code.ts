import { BatchGetProjectsCommand } from '@aws-sdk/client-codebuild';
import { DescribeRepositoriesCommand } from '@aws-sdk/client-ecr';
import { type AliasListEntry, ListAliasesCommand } from '@aws-sdk/client-kms';
import { GetFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import { collect } from '../../lambda/paging.ts';
import { byPrefix, type NamedReader, oneByOne } from './named-readers.ts';

export const codeReaders: Readonly<Record<string, NamedReader>> = {
  // https://docs.aws.amazon.com/codebuild/latest/APIReference/API_BatchGetProjects.html
  'AWS::CodeBuild::Project': async ({ clients }, names) => {
    const { projects = [] } = await clients.codeBuild.send(
      new BatchGetProjectsCommand({ names: [...names] }),
    );
    return projects.map(({ name = '' }) => name);
  },
  // https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_DescribeRepositories.html
  'AWS::ECR::Repository': oneByOne('RepositoryNotFoundException', ({ clients }, name) =>
    clients.ecr.send(new DescribeRepositoriesCommand({ repositoryNames: [name] })),
  ),
  'AWS::KMS::Alias': byPrefix(async ({ clients }) => {
    const found = await collect<AliasListEntry>(async (Marker) => {
      const page = await clients.kms.send(new ListAliasesCommand({ Marker, Limit: 100 }));
      return { items: page.Aliases, next: page.NextMarker };
    });
    return found.map(({ AliasName = '' }) => AliasName);
  }),
  // https://docs.aws.amazon.com/lambda/latest/api/API_GetFunctionConfiguration.html
  'AWS::Lambda::Function': oneByOne('ResourceNotFoundException', ({ clients }, FunctionName) =>
    clients.lambda.send(new GetFunctionConfigurationCommand({ FunctionName })),
  ),
};
