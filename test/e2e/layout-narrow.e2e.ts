import { describeLayout } from './layout.ts';

// A phone, and 1280 × 800 at 200 % zoom.
describeLayout([
  [390, 844],
  [640, 400],
]);
