/** VPC Block Public Access: the mode that counts for a subnet, after its exclusions. */
import type { Bundle } from '../../src/snapshot/bundle.js';
import { child, list, text, type Raw } from './raw.js';
import { vpcById } from './records.js';

export type PublicAccess = 'open' | 'egress-devices-only' | 'closed';

function exclusionMode(bundle: Bundle, subnet: Raw): string {
  const found = (suffix: string): string => {
    for (const capture of bundle.aws) {
      for (const call of capture.calls) {
        if (call.operation !== 'ec2:DescribeVpcBlockPublicAccessExclusions') continue;
        for (const item of list(call.output, 'VpcBlockPublicAccessExclusions')) {
          const live = ['create-complete', 'update-complete'].includes(text(item, 'State'));
          if (live && text(item, 'ResourceArn').endsWith(suffix)) return text(item, 'InternetGatewayExclusionMode');
        }
      }
    }
    return '';
  };
  return found(`subnet/${text(subnet, 'SubnetId')}`) || found(`vpc/${text(subnet, 'VpcId')}`);
}

function accountMode(bundle: Bundle, subnet: Raw): string {
  for (const capture of bundle.aws) {
    const lists = capture.calls.some((call) =>
      list(call.output, 'Subnets').some((item) => text(item, 'SubnetId') === text(subnet, 'SubnetId')),
    );
    for (const call of capture.calls) {
      if (!lists || call.operation !== 'ec2:DescribeVpcBlockPublicAccessOptions') continue;
      return text(child(call.output, 'VpcBlockPublicAccessOptions'), 'InternetGatewayBlockMode');
    }
  }
  return '';
}

/** What an internet gateway lets through for a subnet. Where nothing was captured, public access is open, as is the default. */
export function publicAccess(bundle: Bundle, subnet: Raw): PublicAccess {
  const own = text(child(subnet, 'BlockPublicAccessStates'), 'InternetGatewayBlockMode');
  const ofVpc = text(child(vpcById(bundle, text(subnet, 'VpcId')), 'BlockPublicAccessStates'), 'InternetGatewayBlockMode');
  const modes = [own, ofVpc, accountMode(bundle, subnet)];
  const mode = modes.find((written) => written !== '' && written !== 'off') ?? 'off';
  if (mode === 'off') return 'open';
  const excluded = exclusionMode(bundle, subnet);
  if (excluded === 'allow-bidirectional') return 'open';
  if (mode === 'block-ingress' || excluded === 'allow-egress') return 'egress-devices-only';
  return 'closed';
}
