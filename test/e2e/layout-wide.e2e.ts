import { describeLayout } from './layout.ts';

describeLayout([
  [1280, 800],
  [1024, 600],
]);
