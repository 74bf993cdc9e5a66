import {
  type AttributeValue,
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';

type Item = Record<string, AttributeValue>;

/** A table that does what the updates of the failures and workflows ask for, and nothing else. */
export function fakeTable() {
  const items = new Map<string, Item>();
  const commands: unknown[] = [];

  const holds = (item: Item, given: Item): boolean => {
    const toldAt = Number(item.toldAt?.N);
    return (
      item.toldBy === undefined ||
      item.toldBy.S === given[':id']?.S ||
      toldAt <= Number(given[':before']?.N) ||
      toldAt >= Number(given[':after']?.N)
    );
  };

  const update = ({ input }: UpdateItemCommand) => {
    const { Key, UpdateExpression, ExpressionAttributeValues: given = {} } = input;
    const id = Key?.id?.S ?? '';
    const item: Item = items.get(id) ?? { id: { S: id } };
    const events = new Set(item.events?.SS ?? []);
    switch (UpdateExpression) {
      case 'ADD events :event SET expiresAt = :expiresAt':
        for (const event of given[':event']?.SS ?? []) {
          events.add(event);
        }
        items.set(id, {
          ...item,
          events: { SS: [...events] },
          expiresAt: given[':expiresAt'] ?? { N: '0' },
        });
        break;
      case 'DELETE events :old':
        for (const event of given[':old']?.SS ?? []) {
          events.delete(event);
        }
        items.set(id, { ...item, events: { SS: [...events] } });
        break;
      case 'SET toldBy = :id, toldAt = :time':
        if (!holds(item, given)) {
          throw new ConditionalCheckFailedException({ message: 'Held', $metadata: {} });
        }
        items.set(id, {
          ...item,
          toldBy: given[':id'] ?? { S: '' },
          toldAt: given[':time'] ?? { N: '0' },
        });
        break;
      default:
        throw new Error(`The table does not know ${UpdateExpression}`);
    }
    return { Attributes: items.get(id) };
  };

  const send = async (command: unknown) => {
    commands.push(command);
    if (command instanceof UpdateItemCommand) {
      return update(command);
    }
    if (command instanceof PutItemCommand) {
      const item = command.input.Item ?? {};
      items.set(item.id?.S ?? '', item);
      return {};
    }
    if (command instanceof GetItemCommand) {
      const Item = items.get(command.input.Key?.id?.S ?? '');
      return Item ? { Item } : {};
    }
    throw new Error('The table does not know the command');
  };
  return { items, commands, client: { send } as Pick<DynamoDBClient, 'send'> };
}
