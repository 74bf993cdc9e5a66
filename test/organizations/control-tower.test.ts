import { controlTower } from '../../scenarios/organizations/control-tower/organization.ts';
import { describeAdoption } from './adoption.ts';

describeAdoption('control-tower', controlTower);
