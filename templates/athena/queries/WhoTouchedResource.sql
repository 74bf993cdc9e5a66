-- Who changed one resource in the last 30 days, refused attempts too.
-- Parameter: a part of its ARN, or its name or id, such as 'sg-0123456789abcdef0'.
SELECT eventtime,
       recipientaccountid,
       awsregion,
       eventsource,
       eventname,
       coalesce(
         useridentity.arn,
         useridentity.invokedby,
         useridentity.principalid,
         useridentity.onbehalfof.userid,
         useridentity.type
       ) AS principal,
       sourceipaddress,
       errorcode,
       requestparameters
FROM cloudtrail
WHERE day >= date_format(current_timestamp - interval '30' day, '%Y/%m/%d')
  AND readonly = 'false'
  -- Athena takes a parameter in WHERE only; this array lets one stand for all places.
  AND any_match(
    ARRAY[CAST(? AS varchar)],
    asked -> strpos(requestparameters, asked) > 0
      OR strpos(responseelements, asked) > 0
      OR any_match(resources, item -> strpos(item.arn, asked) > 0)
  )
ORDER BY eventtime DESC
