import type { ModelConstraints } from "../../wire/constraints.ts";

// Made by scripts/constraints.ts from AWS's published model.
export const constraints: ModelConstraints = {
  shapes: {
    "AmazonResourceName": {"length":[1,1011]},
    "LanguageCodeString": {"enum":["en-US","en-GB","es-419","es-ES","de-DE","fr-CA","fr-FR","it-IT","ja-JP","pt-BR","kr-KR","zh-CN","zh-TW"]},
    "MaxItems": {"range":[1,100]},
    "MaxItemsListOriginationNumbers": {"range":[1,30]},
    "OTPCode": {"length":[5,8],"pattern":"^[0-9]+$"},
    "PhoneNumberString": {"length":[null,20],"pattern":"^(\\+[0-9]{8,}|[0-9]{0,9})$"},
    "TagKey": {"length":[1,128]},
    "TagKeyList": {"item":"TagKey"},
    "TagValue": {"length":[0,256]},
  },
  structures: {
    "CreateSMSSandboxPhoneNumberInput": {"PhoneNumber":"PhoneNumberString","LanguageCode":"LanguageCodeString"},
    "DeleteSMSSandboxPhoneNumberInput": {"PhoneNumber":"PhoneNumberString"},
    "ListOriginationNumbersRequest": {"MaxResults":"MaxItemsListOriginationNumbers"},
    "ListSMSSandboxPhoneNumbersInput": {"MaxResults":"MaxItems"},
    "ListTagsForResourceRequest": {"ResourceArn":"AmazonResourceName"},
    "Tag": {"Key":"TagKey","Value":"TagValue"},
    "TagResourceRequest": {"ResourceArn":"AmazonResourceName"},
    "UntagResourceRequest": {"ResourceArn":"AmazonResourceName","TagKeys":"TagKeyList"},
    "VerifySMSSandboxPhoneNumberInput": {"PhoneNumber":"PhoneNumberString","OneTimePassword":"OTPCode"},
  },
};
