import { expect } from 'chai';
import { EventError } from '../../../custom-resources/framework/errors.ts';
import { parseEvent } from '../../../custom-resources/framework/event.ts';
import { sampleEvent } from '../../doubles/custom-resource.ts';

describe('parseEvent', () => {
  for (const name of ['create', 'update', 'delete'] as const) {
    it(`accepts the sample ${name}`, () => {
      const event = sampleEvent(name);

      expect(parseEvent(event)).to.equal(event);
    });
  }

  it('names what is missing', () => {
    const event = { ...sampleEvent('delete'), PhysicalResourceId: undefined, StackId: 1 };

    expect(() => parseEvent(event)).to.throw(
      EventError,
      'Not a CloudFormation request: it lacks StackId, PhysicalResourceId',
    );
  });

  for (const event of [undefined, null, 'text', []]) {
    it(`rejects ${JSON.stringify(event)}`, () => {
      expect(() => parseEvent(event)).to.throw(EventError);
    });
  }
});
