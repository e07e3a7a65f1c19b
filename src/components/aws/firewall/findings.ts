/** What AWS Network Firewall refuses, and what only the running firewall can tell. */
import { catalogue } from '../../../packet/finding.js';

export const firewallFindings = catalogue('firewall', {
  FIREWALL_RULES_RESTRICTION: {
    effect: 'blocks',
    meaning: 'A rule or the default action of a network firewall drops the packet.',
    remedy: 'Add a rule that passes it before the rule that is named, or change the default action.',
  },
  FIREWALL_UNSUPPORTED_HIGHER_PRIORITY_RULES: {
    effect: 'unknown',
    meaning:
      'The firewall has rules that configuration alone does not decide (domain lists, Suricata text, rule options), and they may decide this packet.',
    remedy: 'Look at these rules, or at the firewall’s flow and alert logs.',
  },
});
