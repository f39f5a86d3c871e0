import { describe, expect, test } from 'vitest';
import { MOST_OTHER_NODES, type ShopFacts } from '../../../core/merchant/app/app-file.ts';
import { withOtherNode, withOwnNode, withoutOtherNode } from '../../../core/merchant/app/further-nodes.ts';
import { NETWORKS } from '../../../core/networks.ts';

const { mainnet } = NETWORKS;
const at = (place: string) => `http://till:secret@${place}`;
const shop = (otherNodes: readonly string[]): ShopFacts => ({
  network: 'mainnet',
  node: at('10.0.0.1'),
  otherNodes: [...otherNodes],
  host: '127.0.0.1',
  port: 0,
});

describe('the further nodes of a shop', () => {
  test.each([
    [at('10.0.0.1:22555'), 'known'],
    [at('10.0.0.2:22555'), 'known'],
    [at('LOCALHOST:7'), 'known'],
    [at('[::1]:7'), 'known'],
    [at('10.0.0.1:22556'), 'added'],
  ])('take %s: %s', (node, said) => {
    const result = withOtherNode(shop([at('10.0.0.2'), at('127.0.0.1:7')]), node, mainnet);
    expect(result.ok ? 'added' : result.refusal.facts).toEqual(
      said === 'added' ? said : { reason: 'known', problem: expect.any(String) },
    );
  });

  test('are eight at most', () => {
    const many = Array.from({ length: MOST_OTHER_NODES }, (_, index) => at(`10.0.1.${index}`));
    expect(withOtherNode(shop(many), at('10.0.0.9'), mainnet)).toMatchObject({
      refusal: { code: 'node_unusable', facts: { reason: 'too_many' } },
    });
    const fewer = withoutOtherNode(shop(many), '10.0.1.3:22555', mainnet);
    expect(fewer.otherNodes).toEqual(many.filter((_, index) => index !== 3));
  });

  test('lose the one that becomes the till’s own', () => {
    const changed = withOwnNode(shop([at('10.0.0.2'), at('10.0.0.3')]), at('10.0.0.2:22555'), mainnet);
    expect(changed).toMatchObject({ node: at('10.0.0.2:22555'), otherNodes: [at('10.0.0.3')] });
  });
});
