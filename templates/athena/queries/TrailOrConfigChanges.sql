-- Who changed, or tried to change, CloudTrail or AWS Config in the last 30 days.
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
  AND eventsource IN ('cloudtrail.amazonaws.com', 'config.amazonaws.com')
  AND readonly = 'false'
  -- What AWS Config does itself with each evaluation.
  AND eventname NOT IN ('PutEvaluations', 'PutExternalEvaluation')
ORDER BY eventtime DESC
