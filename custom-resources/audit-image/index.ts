import { CodeBuildClient } from '@aws-sdk/client-codebuild';
import { ECRClient } from '@aws-sdk/client-ecr';
import { customResource } from '../framework/custom-resource.ts';
import { auditImage } from './audit-image.ts';

const clients = {
  codeBuild: new CodeBuildClient({ maxAttempts: 5 }),
  ecr: new ECRClient({ maxAttempts: 5 }),
};

/** `Custom::AuditImage`, in the security account. */
export const handler = customResource(auditImage(clients));
