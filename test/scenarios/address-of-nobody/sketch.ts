/** The shop as it is. */
import { shop, type Shop } from '../support/shop.js';
import type { Variants } from '../support/story.js';

const base = (): Shop => shop();
const variants: Variants = { base };
export default variants;
