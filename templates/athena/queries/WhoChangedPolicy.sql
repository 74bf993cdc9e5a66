-- What changed policies in a period, of identities and of resources, refused attempts too.
-- Parameters: the first and the last day, in UTC, and a part of the ARN, name or id of
-- the policy, or of what has it: '2026-11-01', '2026-11-07', 'role/deployer' or 'my-bucket'.
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
WHERE day BETWEEN date_format(CAST(? AS timestamp), '%Y/%m/%d')
              AND date_format(CAST(? AS timestamp), '%Y/%m/%d')
  AND readonly = 'false'
  -- PutRolePolicy, SetDefaultPolicyVersion, UpdateAssumeRolePolicy, PutBucketPolicy,
  -- AddPermission, PutPublicAccessBlock, ModifySnapshotAttribute and the like.
  AND regexp_like(eventname, 'Polic(y|ies)|Permission|PublicAccessBlock|Acl$|Grant|Attribute$')
  AND any_match(
    ARRAY[CAST(? AS varchar)],
    asked -> strpos(requestparameters, asked) > 0
      OR strpos(responseelements, asked) > 0
      OR any_match(resources, item -> strpos(item.arn, asked) > 0)
  )
ORDER BY eventtime DESC
