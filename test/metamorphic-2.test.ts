import { metamorphic } from './metamorphic/suite.ts';

metamorphic(1, 2);
