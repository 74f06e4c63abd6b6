import { metamorphic } from './metamorphic/suite.ts';

metamorphic(0, 2);
