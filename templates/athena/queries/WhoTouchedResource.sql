-- Who changed one resource in the last 30 days, refused attempts too.
-- Parameter: a part of its ARN, or its name or id, such as 'sg-0123456789abcdef0'.
SELECT eventtime,
       recipientaccountid,
       awsregion,
       eventsource,
       eventname,
       useridentity.arn AS principal,
       sourceipaddress,
       errorcode,
       requestparameters
FROM cloudtrail
CROSS JOIN (SELECT CAST(? AS varchar) AS part) AS asked
WHERE day >= date_format(current_timestamp - interval '30' day, '%Y/%m/%d')
  AND readonly = 'false'
  AND (
    strpos(requestparameters, asked.part) > 0
    OR strpos(responseelements, asked.part) > 0
    OR any_match(resources, item -> strpos(item.arn, asked.part) > 0)
  )
ORDER BY eventtime DESC
