import { REGION } from '../pattern.ts';

/**
 * The address of a page of a region's console, or nothing if the region is not valid.
 *
 * @see https://docs.aws.amazon.com/general/latest/gr/mgmt-console.html
 */
export function page(region: string, path: string, fragment: string): string {
  if (!REGION.test(region)) {
    return '';
  }
  return `https://${hostOf(region)}/${path}?region=${region}#${fragment}`;
}

// Each partition has a console of its own.
// https://docs.aws.amazon.com/govcloud-us/latest/UserGuide/configure-account.html
function hostOf(region: string): string {
  if (region.startsWith('cn-')) {
    return `${region}.console.amazonaws.cn`;
  }
  if (region.startsWith('us-gov-')) {
    return 'console.amazonaws-us-gov.com';
  }
  if (region.startsWith('eusc-')) {
    return `${region}.console.amazonaws-eusc.eu`;
  }
  return `${region}.console.aws.amazon.com`;
}
