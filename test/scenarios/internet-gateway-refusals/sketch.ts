/** The shop with a public host, and with public access blocked for the whole account. */
import { addInstance } from '../../sketch/instances.js';
import { addSecurityGroup, any } from '../../sketch/security-group.js';
import { shop, type Shop } from '../support/shop.js';
import type { Variants } from '../support/story.js';

function publicHost(blocked = false): Shop {
  const sketch = shop();
  const { region } = sketch;
  addSecurityGroup(region, { id: 'sg-open', name: 'open', vpc: 'vpc-shop', ingress: [any('0.0.0.0/0')] });
  const spec = { id: 'i-relay', name: 'relay', subnet: 'subnet-pub-a', ip: '10.20.0.30', groups: ['sg-open'], publicIp: '203.0.113.30' };
  addInstance(region, spec);
  const options = { AwsAccountId: region.accountId, AwsRegion: region.region, State: 'update-complete' };
  const mode = { InternetGatewayBlockMode: 'block-bidirectional', ExclusionsAllowed: 'allowed', ManagedBy: 'account' };
  if (blocked) {
    region.calls.push(
      {
        operation: 'ec2:DescribeVpcBlockPublicAccessOptions',
        output: { VpcBlockPublicAccessOptions: { ...options, ...mode } },
      },
      { operation: 'ec2:DescribeVpcBlockPublicAccessExclusions', output: { VpcBlockPublicAccessExclusions: [] } },
    );
  }
  return sketch;
}

const variants: Variants = { base: () => publicHost(), 'public-access-blocked': () => publicHost(true) };
export default variants;
